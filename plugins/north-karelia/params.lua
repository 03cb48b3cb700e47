-- Numbers of the municipal supplement as a newspaper of February 2018 has them. What held later in which
-- municipality is known in part only, so every use after 2018 is told of. Data only.
return {
  ["municipal_supplement.rate"] = {
    unit = "cent/month", delegate = { municipality = {} },
    name = {
      fi = "Kuntalisä kuukaudessa",
      sv = "Kommuntillägg i månaden",
      en = "Municipal supplement a month",
    },
    values = { { from = "2018-01-01", value = 35000, ref = "supplement-2018" } },
    review_by = "2018-12-31",
  },
  ["municipal_supplement.months"] = {
    unit = "month",
    name = {
      fi = "Kuntalisän enimmäiskesto",
      sv = "Kommuntilläggets längsta tid",
      en = "Longest municipal supplement",
    },
    values = { { from = "2018-01-01", value = 8, ref = "supplement-2018" } },
    review_by = "2018-12-31",
  },
  ["municipal_supplement.weekly_hours"] = {
    unit = "count", delegate = { municipality = { min = 18 } },
    name = {
      fi = "Kuntalisän vähimmäistyöaika viikossa",
      sv = "Minsta arbetstid i veckan för kommuntillägget",
      en = "Fewest weekly hours for the municipal supplement",
    },
    values = { { from = "2018-01-01", value = 18, ref = "supplement-2018" } },
    review_by = "2018-12-31",
  },
}
