-- Numbers of the municipal supplement as the city's instructions of 2020 have them. Whether they held
-- after 2020 was not found: whoever computes a later year is told so (review_by). Data only.
return {
  ["municipal_supplement.rate"] = {
    unit = "cent/month",
    name = {
      fi = "Kuntalisän enimmäismäärä kuukaudessa",
      sv = "Kommuntilläggets högsta belopp i månaden",
      en = "Highest municipal supplement a month",
    },
    values = { { from = "2020-01-01", value = 35000, ref = "kuntalisa-2020" } },
    review_by = "2020-12-31",
  },
  ["municipal_supplement.months"] = {
    unit = "month",
    name = {
      fi = "Kuntalisän enimmäiskesto",
      sv = "Kommuntilläggets längsta tid",
      en = "Longest municipal supplement",
    },
    values = { { from = "2020-01-01", value = 12, ref = "kuntalisa-2020" } },
    review_by = "2020-12-31",
  },
}
