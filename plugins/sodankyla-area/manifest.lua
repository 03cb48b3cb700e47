-- The area led by Sodankylä since 2025: Sodankylä, Inari, Kemijärvi, Pelkosenniemi, Posio, Salla,
-- Savukoski and Utsjoki. Kemijärvi was in one pilot with Rovaniemi until the end of 2024, so a model
-- of Rovaniemi and Kemijärvi gives its stages regions of their own from 2025. The official name of the area and
-- local rules were not found: the state level answers. Data only.
return {
  id = "sodankyla-area",
  version = "1.0.0",
  api = 1,
  level = "region",
  extends = { finland = ">=1.0 <2" },
  title = {
    fi = "Sodankylän johtama työllisyysalue (Kemijärvi)",
    sv = "Sysselsättningsområdet under ledning av Sodankylä (Kemijärvi)",
    en = "Employment area led by Sodankylä (Kemijärvi)",
  },
  sources = {
    ["contract"] = {
      title = "Sopimus työllisyysalueesta (Sodankylä ja seitsemän muuta kuntaa), päiväys ei näkyvissä",
      url = "https://www.lawinsider.com/fi/contracts/d2XKox62IJN",
    },
  },
  checked = "2026-11-21",
}
