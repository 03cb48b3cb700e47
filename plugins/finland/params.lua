-- Numbers of the law, each with the day from which it holds and where it stands. Data only.
-- Wage subsidy: 1456/2016 holds from 1.1.2017, 371/2023 from 1.7.2023, 380/2023 from 1.1.2025.
return {
  ["wage_subsidy.age_young"] = {
    unit = "year", locked = true,
    name = { fi = "Nuoren yläikäraja", sv = "Högsta ålder för unga", en = "Highest age of the young" },
    values = {
      { from = "2023-07-01", value = 24, ref = "916/2012 ch. 7 § 2.1(1) (371/2023)" },
      { from = "2025-01-01", value = 24, ref = "380/2023 § 82.1(1)" },
    },
  },
  ["wage_subsidy.age_older"] = {
    unit = "year", locked = true,
    name = { fi = "Ikääntyneen alaikäraja", sv = "Lägsta ålder för äldre", en = "Lowest age of the older" },
    values = {
      { from = "2023-07-01", value = 50, ref = "916/2012 ch. 7 § 2.1(2) (371/2023)" },
      { from = "2025-01-01", value = 50, ref = "380/2023 § 82.1(2)" },
    },
  },
  ["wage_subsidy.age_sixty"] = {
    unit = "year", locked = true,
    name = {
      fi = "Pitkäkestoisen tuen alaikäraja",
      sv = "Lägsta ålder för långvarigt stöd",
      en = "Lowest age for the long subsidy",
    },
    values = {
      { from = "2017-01-01", value = 60, ref = "916/2012 ch. 7 § 2.1(2) (1456/2016)" },
      { from = "2023-07-01", value = 60, ref = "916/2012 ch. 7 § 9.1(1) (371/2023)" },
      { from = "2025-01-01", value = 60, ref = "380/2023 § 89.1(1)" },
    },
  },
  ["wage_subsidy.unemployed_long"] = {
    unit = "month", locked = true,
    name = {
      fi = "Pitkä työttömyys",
      sv = "Lång arbetslöshet",
      en = "Long unemployment",
    },
    values = {
      { from = "2017-01-01", value = 12, ref = "916/2012 ch. 7 § 8.1(2) (1456/2016)" },
      { from = "2023-07-01", value = 12, ref = "916/2012 ch. 7 § 6 (371/2023)" },
      { from = "2025-01-01", value = 12, ref = "380/2023 § 86" },
    },
  },
  ["wage_subsidy.unemployed_full"] = {
    unit = "month", locked = true,
    name = {
      fi = "100 prosentin tukeen vaadittu työttömyys",
      sv = "Arbetslöshet som krävs för stöd på 100 procent",
      en = "Unemployment required for the 100 per cent subsidy",
    },
    values = {
      { from = "2017-01-01", value = 24, ref = "916/2012 ch. 7 § 9.1 (1456/2016)" },
      { from = "2023-07-01", value = 24, ref = "916/2012 ch. 7 § 8.1 (371/2023)" },
      { from = "2025-01-01", value = 24, ref = "380/2023 § 88.1" },
    },
  },
  ["wage_subsidy.months"] = {
    unit = "month", locked = true,
    name = { fi = "Palkkatuen kesto", sv = "Lönesubventionens längd", en = "Length of the wage subsidy" },
    values = {
      { from = "2017-01-01", value = 6, ref = "916/2012 ch. 7 § 8.1(1) (1456/2016)" },
      { from = "2023-07-01", value = 5, ref = "916/2012 ch. 7 § 6 (371/2023)" },
      { from = "2025-01-01", value = 5, ref = "380/2023 § 86" },
    },
    review_by = "2027-01-01",
  },
  ["wage_subsidy.months_long"] = {
    unit = "month", locked = true,
    name = {
      fi = "Tuen kesto pitkän työttömyyden jälkeen",
      sv = "Stödets längd efter lång arbetslöshet",
      en = "Length of the subsidy after long unemployment",
    },
    values = {
      { from = "2017-01-01", value = 12, ref = "916/2012 ch. 7 § 8.1(2) (1456/2016)" },
      { from = "2023-07-01", value = 10, ref = "916/2012 ch. 7 § 6 (371/2023)" },
      { from = "2025-01-01", value = 10, ref = "380/2023 § 86" },
    },
    review_by = "2027-01-01",
  },
  ["wage_subsidy.months_reduced"] = {
    unit = "month", locked = true,
    name = {
      fi = "Tuen kesto alentuneesti työkykyiselle",
      sv = "Stödets längd för person med nedsatt arbetsförmåga",
      en = "Length of the subsidy for reduced work ability",
    },
    values = {
      { from = "2017-01-01", value = 24, ref = "916/2012 ch. 7 § 8.1(4) (1456/2016)" },
      { from = "2023-07-01", value = 10, ref = "916/2012 ch. 7 § 7.2 (371/2023)" },
      { from = "2025-01-01", value = 10, ref = "380/2023 § 87.2" },
    },
    review_by = "2027-01-01",
  },
  ["wage_subsidy.months_full"] = {
    unit = "month", locked = true,
    name = {
      fi = "100 prosentin tuen kesto",
      sv = "Längden på stödet på 100 procent",
      en = "Length of the 100 per cent subsidy",
    },
    values = {
      { from = "2017-01-01", value = 12, ref = "916/2012 ch. 7 § 9.1 (1456/2016)" },
      { from = "2023-07-01", value = 10, ref = "916/2012 ch. 7 § 8.2 (371/2023)" },
      { from = "2025-01-01", value = 10, ref = "380/2023 § 88.2" },
    },
    review_by = "2027-01-01",
  },
  ["wage_subsidy.months_sixty"] = {
    unit = "month", locked = true,
    name = {
      fi = "Tuen kesto 60 vuotta täyttäneelle",
      sv = "Stödets längd för den som fyllt 60 år",
      en = "Length of the subsidy for people aged 60 and above",
    },
    values = {
      { from = "2017-01-01", value = 24, ref = "916/2012 ch. 7 § 9.3(1) (1456/2016)" },
      { from = "2023-07-01", value = 24, ref = "916/2012 ch. 7 § 9.1 (371/2023)" },
      { from = "2025-01-01", value = 24, ref = "380/2023 § 89.1" },
    },
    review_by = "2027-01-01",
  },
  ["subsidy_55.age"] = {
    unit = "year", locked = true,
    name = {
      fi = "Työllistämistuen alaikäraja",
      sv = "Lägsta ålder för sysselsättningsstödet",
      en = "Lowest age for the employment subsidy",
    },
    values = {
      { from = "2023-07-01", value = 55, ref = "916/2012 ch. 7 a § 2.1(1) (371/2023)" },
      { from = "2025-01-01", value = 55, ref = "380/2023 § 95.1" },
    },
  },
  ["subsidy_55.unemployed"] = {
    unit = "month", locked = true,
    name = {
      fi = "Työllistämistukeen vaadittu työttömyys",
      sv = "Arbetslöshet som krävs för sysselsättningsstödet",
      en = "Unemployment required for the employment subsidy",
    },
    values = {
      { from = "2023-07-01", value = 24, ref = "916/2012 ch. 7 a § 2.1(2) (371/2023)" },
      { from = "2025-01-01", value = 24, ref = "380/2023 § 95.1" },
    },
  },
  ["subsidy_55.weekly_hours"] = {
    unit = "count", locked = true,
    name = {
      fi = "Työtuntien vähimmäismäärä viikossa",
      sv = "Minsta antal arbetstimmar i veckan",
      en = "Fewest working hours a week",
    },
    values = {
      { from = "2023-07-01", value = 25, ref = "916/2012 ch. 7 a § 2.2 (371/2023)" },
      { from = "2025-01-01", value = 25, ref = "380/2023 § 95.2" },
    },
  },
  ["subsidy_55.months"] = {
    unit = "month", locked = true,
    name = {
      fi = "Työllistämistuen kesto",
      sv = "Sysselsättningsstödets längd",
      en = "Length of the employment subsidy",
    },
    values = {
      { from = "2023-07-01", value = 10, ref = "916/2012 ch. 7 a § 3.1 (371/2023)" },
      { from = "2025-01-01", value = 10, ref = "380/2023 § 96" },
    },
    review_by = "2027-01-01",
  },
  ["work_trial.months"] = {
    unit = "month", locked = true,
    name = { fi = "Työkokeilun enimmäiskesto", sv = "Arbetsprövningens längsta tid", en = "Longest work trial" },
    values = {
      { from = "2013-01-01", value = 6, ref = "916/2012 ch. 4 § 6" },
      { from = "2025-01-01", value = 6, ref = "380/2023 § 55" },
    },
    review_by = "2027-01-01",
  },
  ["rehabilitative_work.months"] = {
    unit = "month", locked = true,
    name = {
      fi = "Kuntouttavan työtoiminnan pisin jakso",
      sv = "Längsta period av arbetsverksamhet i rehabiliteringssyfte",
      en = "Longest period of rehabilitative work activity",
    },
    values = {
      { from = "2001-09-01", value = 24, ref = "189/2001" },
      { from = "2021-01-01", value = 24, ref = "189/2001 §§ 13 b, 14 (702/2020)" },
    },
    review_by = "2027-01-01",
  },
}
