-- The employment area of Savonlinna: a town of its own in the municipal pilot of 2021–2024, since 2025 an
-- area with several municipalities. No rule of its own with a number was found, so the state level
-- answers. Its municipalities have decided to employ with wage subsidy no more (19.12.2024): what an
-- employer does not want is no rule but a matter of the model. Data only.
return {
  id = "savonlinna",
  version = "1.0.0",
  api = 1,
  level = "region",
  extends = { finland = ">=1.0 <2" },
  title = {
    fi = "Savonlinnan työllisyysalue",
    sv = "Nyslotts sysselsättningsområde",
    en = "Savonlinna employment area",
  },
  sources = {
    ["meeting-2024-12-19"] = {
      title = "Alueellinen työllisyysjaosto 19.12.2024 § 15",
      url = "https://savonlinna.oncloudos.com/cgi/DREQUEST.PHP?id=2024576-5&page=meetingitem",
      year = 2024,
    },
    ["1269-2020"] = {
      title = "Laki työllisyyden edistämisen kuntakokeilusta 1269/2020",
      url = "https://www.finlex.fi/fi/laki/alkup/2020/20201269",
      year = 2020,
    },
  },
  checked = "2026-11-21",
}
