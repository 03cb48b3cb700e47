-- The town of Joensuu: its municipal supplement was doubled for the year 2020. Data only.
return {
  id = "joensuu",
  version = "1.0.0",
  api = 1,
  level = "municipality",
  extends = { ["north-karelia"] = ">=1.0 <2" },
  title = {
    fi = "Joensuu",
    sv = "Joensuu",
    en = "Joensuu",
  },
  sources = {
    ["kuntalisa-2020"] = {
      title = "Business Joensuu: kuntalisä 2020",
      url = "https://businessjoensuu.fi/kuntalisa",
      year = 2020,
    },
  },
  checked = "2026-11-21",
}
