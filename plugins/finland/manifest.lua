-- The state level: what every Finnish model shares. Data only.
return {
  id = "finland",
  version = "1.1.0",
  api = 1,
  level = "state",
  title = { fi = "Suomen laki", sv = "Finlands lag", en = "Finnish law" },
  sources = {
    ["916-2012"] = {
      title = "Laki julkisesta työvoima- ja yrityspalvelusta 916/2012",
      url = "https://www.finlex.fi/fi/laki/alkup/2012/20120916",
      year = 2012,
    },
    ["1366-2014"] = {
      title = "Laki 1366/2014: 916/2012 muuttaminen (palkkatuki 1.1.2015 alkaen)",
      url = "https://www.finlex.fi/fi/laki/alkup/2014/20141366",
      year = 2014,
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
    ["399-2023"] = {
      title = "Laki 399/2023: 189/2001 muuttaminen (1.1.2025 alkaen)",
      url = "https://www.finlex.fi/fi/laki/alkup/2023/20230399",
      year = 2023,
    },
    ["1103-2024"] = {
      title = "Laki 1103/2024: 189/2001 3 §:n muuttaminen",
      url = "https://www.finlex.fi/fi/laki/alkup/2024/20241103",
      year = 2024,
    },
    ["531-2017"] = {
      title = "Laki ammatillisesta koulutuksesta 531/2017",
      url = "https://www.finlex.fi/fi/laki/ajantasa/2017/20170531",
      year = 2017,
    },
    ["1332-2025"] = {
      title = "Valtioneuvoston asetus 1332/2025 nuorten työllistymissetelistä (tiedote 22.12.2025)",
      url = "https://tem.fi/-/asetus-nuorten-tyollistymissetelista-on-hyvaksytty-rahoitushaku-tyovoimaviranomaisille-aukeaa",
      year = 2025,
    },
    ["1290-2002"] = {
      title = "Työttömyysturvalaki 1290/2002",
      url = "https://www.finlex.fi/fi/laki/ajantasa/2002/20021290",
      year = 2002,
    },
    ["1370-2014"] = {
      title = "Laki 1370/2014: 1290/2002 muuttaminen (kunnan osuus 1.1.2015 alkaen)",
      url = "https://www.finlex.fi/fi/laki/alkup/2014/20141370",
      year = 2014,
    },
    ["385-2023"] = {
      title = "Lait 385/2023 ja 387/2023: työttömyysturvan rahoitus 1.1.2025 alkaen",
      url = "https://www.finlex.fi/fi/laki/alkup/2023/20230385",
      year = 2023,
    },
    ["kuljetusalantk-2017"] = {
      title = "Kuljetusalan työttömyyskassa: päivärahan suuruus 2016 ja 2017",
      url = "http://www.kuljetusalantk.fi/fi/tietoa_etuuksista/ansiopaivaraha/paivarahan_suuruus",
      year = 2017,
    },
    ["jhl-2021"] = {
      title = "JHL:n työttömyyskassa: päivärahan taso vuoden 2021 alusta",
      url = "https://tyottomyyskassa.jhl.fi/paivarahan-taso-vuoden-2021-alusta/",
      year = 2021,
    },
    ["palvelualojenkassa-2022"] = {
      title = "Palvelualojen työttömyyskassa: perusosaan indeksikorotus vuodelle 2022",
      url = "https://www.palvelualojenkassa.fi/ajankohtaista/perusosaan-indeksikorotus-vuodelle-2022.html",
      year = 2021,
    },
    ["yrittajakassa-2022"] = {
      title = "Yrittäjäkassa: päivärahan määrä nousee 1.8.2022",
      url = "https://yrittajakassa.fi/paivarahan-maara-nousee-1-8-alkaen/",
      year = 2022,
    },
    ["sotekassa-2024"] = {
      title = "Sotekassa: päivärahan perusosa 1.1.2023 alkaen, ei indeksikorotusta 2024–2027",
      url = "https://www.sotekassa.fi/tyottomyysturva/paivarahan-maara-ja-maksaminen",
      year = 2024,
    },
    ["48-2026"] = {
      title = "Yleistukilaki 48/2026",
      url = "https://www.finlex.fi/fi/laki/ajantasa/2026/20260048",
      year = 2026,
    },
    ["helsinki-calculator"] = {
      title = "Helsingin kaupunki: Helsinki-lisän laskurin lähdekoodi, elokuu 2026",
      url = "https://github.com/City-of-Helsinki/yjdh",
      year = 2026,
    },
  },
  checked = "2026-11-21",
}
