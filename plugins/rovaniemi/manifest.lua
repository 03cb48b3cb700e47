-- The region around Rovaniemi: today its employment area (Rovaniemi and Ranua), in the articles'
-- years the municipal pilot. Data only.
return {
  id = "rovaniemi",
  version = "1.0.0",
  api = 1,
  level = "region",
  extends = { finland = ">=1.0 <2" },
  title = {
    fi = "Rovaseudun työllisyysalue",
    sv = "Rovaniemiregionens sysselsättningsområde",
    en = "Rovaniemi employment area",
  },
  checked = "2026-11-21",
}
