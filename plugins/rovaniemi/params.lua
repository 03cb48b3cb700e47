-- Numbers of the municipal supplement as the city's instructions of 2020 have them. Whether they held
-- after 2020 was not found: whoever computes a later year is told so (review_by). Numbers of the lines
-- of wage subsidy stand in a proposal; that the board took it was not seen: so every use is told of.
-- Data only.
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
  ["lines.months_skills"] = {
    unit = "month",
    name = {
      fi = "Palkkatuen kesto osaamisen perusteella",
      sv = "Lönesubventionens längd på grund av yrkeskunnande",
      en = "Length of the wage subsidy for skills",
    },
    values = { { from = "2025-12-09", value = 5, ref = "board-2025-12-09" } },
    review_by = "2025-12-09",
  },
  ["lines.months_extension"] = {
    unit = "month",
    name = {
      fi = "Alentuneen työkyvyn tuen jatkojakso",
      sv = "Fortsatt stöd vid nedsatt arbetsförmåga",
      en = "Extension for reduced work ability",
    },
    values = { { from = "2025-12-09", value = 6, ref = "board-2025-12-09" } },
    review_by = "2025-12-09",
  },
  ["lines.months_between"] = {
    unit = "month",
    name = {
      fi = "Tauko tukijaksojen välissä",
      sv = "Paus mellan stödperioder",
      en = "Pause between periods of subsidy",
    },
    values = { { from = "2025-12-09", value = 12, ref = "board-2025-12-09" } },
    review_by = "2025-12-09",
  },
}
