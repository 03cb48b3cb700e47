-- The state level: what every Finnish model shares. Data only.
return {
  id = "finland",
  version = "1.0.0",
  api = 1,
  level = "state",
  title = { fi = "Suomen laki", sv = "Finlands lag", en = "Finnish law" },
  sources = {
    ["916-2012"] = {
      title = "Laki julkisesta työvoima- ja yrityspalvelusta 916/2012",
      url = "https://www.finlex.fi/fi/laki/alkup/2012/20120916",
      year = 2012,
    },
    ["1456-2016"] = {
      title = "Laki 1456/2016: 916/2012 muuttaminen (palkkatuki 1.1.2017 alkaen)",
      url = "https://www.finlex.fi/fi/laki/alkup/2016/20161456",
      year = 2016,
    },
    ["371-2023"] = {
      title = "Laki 371/2023: 916/2012 muuttaminen (palkkatuki 1.7.2023 alkaen)",
      url = "https://www.finlex.fi/fi/laki/alkup/2023/20230371",
      year = 2023,
    },
    ["380-2023"] = {
      title = "Laki työvoimapalveluiden järjestämisestä 380/2023",
      url = "https://www.finlex.fi/fi/laki/ajantasa/2023/20230380",
      year = 2023,
    },
    ["189-2001"] = {
      title = "Laki kuntouttavasta työtoiminnasta 189/2001",
      url = "https://www.finlex.fi/fi/laki/alkup/2001/20010189",
      year = 2001,
    },
    ["702-2020"] = {
      title = "Laki 702/2020: 189/2001 muuttaminen",
      url = "https://www.finlex.fi/fi/laki/alkup/2020/20200702",
      year = 2020,
    },
  },
  checked = "2026-11-21",
}
