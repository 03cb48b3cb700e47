-- Joensuu doubled the supplement for 2020. From 2022 it paid by weekly hours, with amounts that were not
-- found: for those years the number of the region stands, with its warning. Data only.
return {
  ["municipal_supplement.rate"] = {
    unit = "cent/month",
    name = {
      fi = "Kuntalisä kuukaudessa Joensuussa",
      sv = "Kommuntillägg i månaden i Joensuu",
      en = "Municipal supplement a month in Joensuu",
    },
    values = { { from = "2020-01-01", ["until"] = "2020-12-31", value = 70000, ref = "kuntalisa-2020" } },
    review_by = "2020-12-31",
  },
}
