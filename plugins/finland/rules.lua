-- What the words of a model mean in Finland, and who may be hired with a subsidy for how long.
-- First the vocabulary: what is known of clients and stages, which months count as unemployment,
-- kinds of stage, roles of organisations. Then the law, a version after another. A condition that
-- only a person can judge (whether a subsidy distorts competition, whether it suits this client) is
-- no rule here: plugins/README.md lists what is left out and why.

-- ------------------------------------------------------------------------------ attributes

polku.attribute "age" {
  int = { 15, 68 }, unit = "year", of = "client", default = 40,
  name = { fi = "ikä", sv = "ålder", en = "age" },
}
polku.attribute "work_ability" {
  enum = { "full", "reduced" }, of = "client", default = "full",
  name = { fi = "työkyky", sv = "arbetsförmåga", en = "work ability" },
  values = {
    full = { fi = "täysi", sv = "full", en = "full" },
    reduced = { fi = "alentunut", sv = "nedsatt", en = "reduced" },
  },
}
polku.attribute "education" {
  enum = { "basic", "upper_secondary", "higher" }, of = "client", default = "upper_secondary",
  name = { fi = "koulutus", sv = "utbildning", en = "education" },
  values = {
    basic = { fi = "perusaste", sv = "grundnivå", en = "basic" },
    upper_secondary = { fi = "toinen aste", sv = "andra stadiet", en = "upper secondary" },
    higher = { fi = "korkea-aste", sv = "högre nivå", en = "higher" },
  },
}
polku.attribute "integration_plan" {
  bool = true, of = "client", default = false,
  name = { fi = "kotoutumissuunnitelma", sv = "integrationsplan", en = "integration plan" },
}
polku.attribute "employer" {
  enum = {
    "association", "foundation", "religious_community", "company", "municipality",
    "wellbeing_county", "state", "household",
  },
  of = "stage", default = "association",
  name = { fi = "työnantaja", sv = "arbetsgivare", en = "employer" },
  values = {
    association = { fi = "yhdistys", sv = "förening", en = "association" },
    foundation = { fi = "säätiö", sv = "stiftelse", en = "foundation" },
    religious_community = {
      fi = "rekisteröity uskonnollinen yhdyskunta",
      sv = "registrerat religionssamfund",
      en = "registered religious community",
    },
    company = { fi = "yritys", sv = "företag", en = "company" },
    municipality = { fi = "kunta tai kuntayhtymä", sv = "kommun eller samkommun", en = "municipality" },
    wellbeing_county = { fi = "hyvinvointialue", sv = "välfärdsområde", en = "wellbeing services county" },
    state = { fi = "valtion virasto", sv = "statlig myndighet", en = "state agency" },
    household = { fi = "yksityishenkilö", sv = "privatperson", en = "private person" },
  },
}
polku.attribute "basis" {
  enum = { "skills", "reduced", "full", "sixty" }, of = "stage", default = "skills",
  name = { fi = "tuen peruste", sv = "grund för stödet", en = "basis of the subsidy" },
  values = {
    skills = { fi = "ammatillinen osaaminen", sv = "yrkeskunnande", en = "vocational skills" },
    reduced = { fi = "alentunut työkyky", sv = "nedsatt arbetsförmåga", en = "reduced work ability" },
    full = { fi = "100 prosentin tuki", sv = "stöd på 100 procent", en = "100 per cent subsidy" },
    sixty = { fi = "60 vuotta täyttänyt", sv = "fyllt 60 år", en = "aged 60 and above" },
  },
}
polku.attribute "weekly_hours" {
  int = { 1, 40 }, unit = "count", of = "stage", default = 30,
  name = { fi = "työtunnit viikossa", sv = "arbetstimmar i veckan", en = "working hours a week" },
}

-- ---------------------------------------------------------------------- histories and clocks

-- Unemployed is who has no employment relationship and does not study full time (380/2023 § 3(4)).
-- Rehabilitative work activity and a work trial are no employment relationship, so their months go
-- on counting; months in subsidised work do not.
polku.history "unemployed" {
  keep = 28,
  runs_in = {
    "job_seeking", "assessment", "low_threshold", "social_rehabilitation", "rehabilitative_work",
    "work_trial", "workshop",
  },
  name = { fi = "työttömyys", sv = "arbetslöshet", en = "unemployment" },
}
polku.clock "unemployed_of_28" {
  of = "unemployed", last = 28,
  name = {
    fi = "työttömyyskuukaudet viimeisistä 28:sta",
    sv = "arbetslösa månader av de senaste 28",
    en = "months unemployed of the last 28",
  },
}
polku.clock "unemployed_of_14" {
  of = "unemployed", last = 14,
  name = {
    fi = "työttömyyskuukaudet viimeisistä 14:stä",
    sv = "arbetslösa månader av de senaste 14",
    en = "months unemployed of the last 14",
  },
}
polku.clock "unemployed_run" {
  of = "unemployed", run = true,
  name = {
    fi = "yhtäjaksoiset työttömyyskuukaudet",
    sv = "månader arbetslös utan avbrott",
    en = "months unemployed without a break",
  },
}

polku.history "employed" {
  keep = 6,
  runs_in = { "wage_subsidy", "employment_subsidy_55", "apprenticeship", "open_labour_market" },
  name = { fi = "ansiotyö", sv = "förvärvsarbete", en = "paid work" },
}
polku.clock "employed_of_6" {
  of = "employed", last = 6,
  name = {
    fi = "ansiotyökuukaudet viimeisistä kuudesta",
    sv = "månader i förvärvsarbete av de senaste sex",
    en = "months in paid work of the last six",
  },
}

-- ------------------------------------------------------------------------------------ kinds

polku.kind "job_seeking" {
  waiting = true,
  name = { fi = "Työnhaku", sv = "Arbetssökande", en = "Job seeking" },
}
polku.kind "assessment" {
  name = {
    fi = "Palvelutarpeen tai työkyvyn arviointi",
    sv = "Bedömning av servicebehov eller arbetsförmåga",
    en = "Assessment of service needs or work ability",
  },
}
polku.kind "low_threshold" {
  name = { fi = "Matalan kynnyksen toiminta", sv = "Lågtröskelverksamhet", en = "Low-threshold activity" },
}
polku.kind "social_rehabilitation" {
  name = { fi = "Sosiaalinen kuntoutus", sv = "Social rehabilitering", en = "Social rehabilitation" },
}
polku.kind "rehabilitative_work" {
  name = {
    fi = "Kuntouttava työtoiminta",
    sv = "Arbetsverksamhet i rehabiliteringssyfte",
    en = "Rehabilitative work activity",
  },
}
polku.kind "workshop" {
  name = { fi = "Työpaja", sv = "Verkstad", en = "Workshop" },
}
polku.kind "work_trial" {
  name = { fi = "Työkokeilu", sv = "Arbetsprövning", en = "Work trial" },
}
polku.kind "training" {
  name = { fi = "Koulutus", sv = "Utbildning", en = "Training" },
}
polku.kind "wage_subsidy" {
  employed = true,
  name = { fi = "Palkkatuki", sv = "Lönesubvention", en = "Wage subsidy" },
}
polku.kind "employment_subsidy_55" {
  employed = true,
  name = {
    fi = "55 vuotta täyttäneiden työllistämistuki",
    sv = "Sysselsättningsstöd för personer som fyllt 55 år",
    en = "Employment subsidy for people aged 55 and above",
  },
}
polku.kind "apprenticeship" {
  employed = true,
  name = { fi = "Oppisopimus", sv = "Läroavtal", en = "Apprenticeship" },
}
polku.kind "open_labour_market" {
  employed = true, open = true,
  name = { fi = "Avoimet työmarkkinat", sv = "Öppna arbetsmarknaden", en = "Open labour market" },
}
polku.kind "outside" {
  name = { fi = "Työvoiman ulkopuolella", sv = "Utanför arbetskraften", en = "Outside the labour force" },
}

-- ------------------------------------------------------------------------------------ roles

-- Experience: what only those who live with an illness or disability know.
polku.role "steering_member" {
  row = "experience",
  name = { fi = "Ohjausryhmän jäsen", sv = "Medlem i styrgruppen", en = "Steering group member" },
}
polku.role "expert" {
  row = "experience",
  name = { fi = "Asiantuntija", sv = "Sakkunnig", en = "Expert" },
}
polku.role "experience_expert" {
  row = "experience",
  name = { fi = "Kokemusasiantuntija", sv = "Erfarenhetsexpert", en = "Expert by experience" },
}
polku.role "designer" {
  row = "experience",
  name = { fi = "Mallintaa polkuja", sv = "Modellerar stigar", en = "Helps to design pathways" },
}

polku.role "referrer" {
  row = "referral",
  name = { fi = "Ohjaa asiakkaita", sv = "Hänvisar klienter", en = "Refers clients" },
}

polku.role "employer" {
  row = "employment", host = true,
  name = { fi = "Työllistää", sv = "Anställer", en = "Employs" },
}
polku.role "trial_place" {
  row = "employment", host = true,
  name = { fi = "Ottaa työkokeiluun", sv = "Tar emot för arbetsprövning", en = "Offers work trials" },
}
polku.role "provider" {
  row = "employment", host = true,
  name = { fi = "Tuottaa toiminnan", sv = "Producerar verksamheten", en = "Provides the activity" },
}

polku.role "job_coach" {
  row = "coaching",
  name = { fi = "Työhönvalmennus", sv = "Arbetsträning", en = "Job coaching" },
}
polku.role "job_finder" {
  row = "coaching",
  name = { fi = "Etsii räätälöityjä töitä", sv = "Söker skräddarsydda arbeten", en = "Finds tailored jobs" },
}
polku.role "consultant" {
  row = "coaching",
  name = { fi = "Konsultoi", sv = "Konsulterar", en = "Gives consultation" },
}

polku.role "employer_support" {
  row = "support",
  name = { fi = "Tukee työnantajaa", sv = "Stöder arbetsgivaren", en = "Supports the employer" },
}
polku.role "trainer" {
  row = "support",
  name = { fi = "Kouluttaa ja tiedottaa", sv = "Utbildar och informerar", en = "Trains and informs" },
}
polku.role "learning_environment" {
  row = "support",
  name = {
    fi = "Tekee osaamisen näkyväksi",
    sv = "Synliggör kunnande",
    en = "Makes learning visible",
  },
}
polku.role "network_coordinator" {
  row = "support",
  name = { fi = "Kokoaa verkostoa", sv = "Samordnar nätverket", en = "Co-ordinates the network" },
}

polku.role "organiser" {
  name = { fi = "Järjestää", sv = "Ordnar", en = "Organises" },
}
polku.role "funder" {
  name = { fi = "Rahoittaa", sv = "Finansierar", en = "Funds" },
}

-- ------------------------------------------------------------------------- wage subsidy: who

-- Conditions that several versions share are made here, so that each version below reads like the
-- act. `why` completes "… because the client …" when its condition does not hold, `met` when it does.

local BASES = {
  skills = {
    why = {
      fi = "ei hae paikkaa, jossa tuki perustuu ammatillisen osaamisen parantamiseen",
      sv = "söker inte en plats där stödet grundar sig på bättre yrkeskunnande",
      en = "is not applying for a place with a subsidy for vocational skills",
    },
    met = {
      fi = "hakee paikkaa, jossa tuki perustuu ammatillisen osaamisen parantamiseen",
      sv = "söker en plats där stödet grundar sig på bättre yrkeskunnande",
      en = "is applying for a place with a subsidy for vocational skills",
    },
  },
  reduced = {
    why = {
      fi = "ei hae paikkaa, jossa tuki perustuu alentuneeseen työkykyyn",
      sv = "söker inte en plats där stödet grundar sig på nedsatt arbetsförmåga",
      en = "is not applying for a place with a subsidy for reduced work ability",
    },
    met = {
      fi = "hakee paikkaa, jossa tuki perustuu alentuneeseen työkykyyn",
      sv = "söker en plats där stödet grundar sig på nedsatt arbetsförmåga",
      en = "is applying for a place with a subsidy for reduced work ability",
    },
  },
  full = {
    why = {
      fi = "ei hae paikkaa, jossa on 100 prosentin tuki",
      sv = "söker inte en plats med stöd på 100 procent",
      en = "is not applying for a place with the 100 per cent subsidy",
    },
    met = {
      fi = "hakee paikkaa, jossa on 100 prosentin tuki",
      sv = "söker en plats med stöd på 100 procent",
      en = "is applying for a place with the 100 per cent subsidy",
    },
  },
  sixty = {
    why = {
      fi = "ei hae paikkaa, jossa tuki on tarkoitettu 60 vuotta täyttäneelle",
      sv = "söker inte en plats där stödet är avsett för den som fyllt 60 år",
      en = "is not applying for a place with the subsidy for those aged 60 and above",
    },
    met = {
      fi = "hakee paikkaa, jossa tuki on tarkoitettu 60 vuotta täyttäneelle",
      sv = "söker en plats där stödet är avsett för den som fyllt 60 år",
      en = "is applying for a place with the subsidy for those aged 60 and above",
    },
  },
}

local function basis_is(basis, ref)
  return {
    id = "basis_" .. basis, ref = ref, reads = { "basis" },
    test = function(c) return c.basis == basis end,
    why = BASES[basis].why,
    met = BASES[basis].met,
  }
end

local function not_state(ref)
  return {
    id = "employer_not_state", ref = ref, reads = { "employer" },
    test = function(c) return c.employer ~= "state" end,
    why = {
      fi = "palkattaisiin valtion virastoon tai laitokseen",
      sv = "skulle anställas av en statlig myndighet eller inrättning",
      en = "would be hired by a state agency",
    },
    met = {
      fi = "ei palkattaisi valtion virastoon tai laitokseen",
      sv = "skulle inte anställas av en statlig myndighet eller inrättning",
      en = "would not be hired by a state agency",
    },
  }
end

local function not_household(ref)
  return {
    id = "employer_not_household", ref = ref, reads = { "employer" },
    test = function(c) return c.employer ~= "household" end,
    why = {
      fi = "palkattaisiin yksityishenkilölle muuhun kuin taloudelliseen toimintaan",
      sv = "skulle anställas av en privatperson för annat än ekonomisk verksamhet",
      en = "would be hired by a private person for other than economic activity",
    },
    met = {
      fi = "ei palkattaisi yksityishenkilölle muuhun kuin taloudelliseen toimintaan",
      sv = "skulle inte anställas av en privatperson för annat än ekonomisk verksamhet",
      en = "would not be hired by a private person for other than economic activity",
    },
  }
end

local function not_municipality(ref)
  return {
    id = "employer_not_municipality", ref = ref, reads = { "employer" },
    test = function(c) return c.employer ~= "municipality" end,
    why = {
      fi = "palkattaisiin kuntaan tai kuntayhtymään",
      sv = "skulle anställas av en kommun eller samkommun",
      en = "would be hired by a municipality",
    },
    met = {
      fi = "ei palkattaisi kuntaan tai kuntayhtymään",
      sv = "skulle inte anställas av en kommun eller samkommun",
      en = "would not be hired by a municipality",
    },
  }
end

local function association_or_like(ref)
  return {
    id = "employer_association", ref = ref, reads = { "employer" },
    test = function(c)
      return c.employer == "association" or c.employer == "foundation"
        or c.employer == "religious_community"
    end,
    why = {
      fi = "ei palkattaisi yhdistykseen, säätiöön eikä rekisteröityyn uskonnolliseen yhdyskuntaan",
      sv = "skulle inte anställas av en förening, en stiftelse eller ett registrerat religionssamfund",
      en = "would not be hired by an association, a foundation or a registered religious community",
    },
    met = {
      fi = "palkattaisiin yhdistykseen, säätiöön tai rekisteröityyn uskonnolliseen yhdyskuntaan",
      sv = "skulle anställas av en förening, en stiftelse eller ett registrerat religionssamfund",
      en = "would be hired by an association, a foundation or a registered religious community",
    },
  }
end

local function reduced_ability(ref)
  return {
    id = "reduced_work_ability", ref = ref, reads = { "work_ability" },
    test = function(c) return c.work_ability == "reduced" end,
    why = {
      fi = "ei ole alentuneesti työkykyinen",
      sv = "har inte nedsatt arbetsförmåga",
      en = "does not have reduced work ability",
    },
    met = {
      fi = "on alentuneesti työkykyinen",
      sv = "har nedsatt arbetsförmåga",
      en = "has reduced work ability",
    },
  }
end

local function unemployed_24_of_28(ref, months)
  return {
    id = "unemployed_24_of_28", ref = ref, reads = { "unemployed_of_28" }, params = { months },
    test = function(c, p) return c.unemployed_of_28 >= p[months] end,
    why = {
      fi = "ei ole ollut työttömänä vähintään 24 kuukautta viimeisten 28 kuukauden aikana",
      sv = "har inte varit arbetslös minst 24 månader under de senaste 28 månaderna",
      en = "has not been unemployed for at least 24 of the last 28 months",
    },
    met = {
      fi = "on ollut työttömänä vähintään 24 kuukautta viimeisten 28 kuukauden aikana",
      sv = "har varit arbetslös minst 24 månader under de senaste 28 månaderna",
      en = "has been unemployed for at least 24 of the last 28 months",
    },
  }
end

local function aged_60(ref)
  return {
    id = "aged_60", ref = ref, reads = { "age" }, params = { "wage_subsidy.age_sixty" },
    test = function(c, p) return c.age >= p["wage_subsidy.age_sixty"] end,
    why = { fi = "ei ole täyttänyt 60 vuotta", sv = "har inte fyllt 60 år", en = "is not 60 or over" },
    met = { fi = "on täyttänyt 60 vuotta", sv = "har fyllt 60 år", en = "is 60 or over" },
  }
end

local function unemployed_12_of_14(ref)
  return {
    id = "unemployed_12_of_14", ref = ref, reads = { "unemployed_of_14" },
    params = { "wage_subsidy.unemployed_long" },
    test = function(c, p) return c.unemployed_of_14 >= p["wage_subsidy.unemployed_long"] end,
    why = {
      fi = "ei ole ollut työttömänä vähintään 12 kuukautta viimeisten 14 kuukauden aikana",
      sv = "har inte varit arbetslös minst 12 månader under de senaste 14 månaderna",
      en = "has not been unemployed for at least 12 of the last 14 months",
    },
    met = {
      fi = "on ollut työttömänä vähintään 12 kuukautta viimeisten 14 kuukauden aikana",
      sv = "har varit arbetslös minst 12 månader under de senaste 14 månaderna",
      en = "has been unemployed for at least 12 of the last 14 months",
    },
  }
end

-- The five groups of 371/2023 and 380/2023; `section` is the subsection that lists them.
local function skills_groups(section, suffix)
  local function point(n) return section .. "(" .. n .. ")" .. suffix end
  return {
    why = {
      fi = "ei kuulu mihinkään niistä viidestä ryhmästä, joiden osaamisen parantamista tuetaan",
      sv = "hör inte till någon av de fem grupper vars yrkeskunnande stöds",
      en = "belongs to none of the five groups whose skills are supported",
    },
    any = { {
      id = "young", ref = point(1), reads = { "age" }, params = { "wage_subsidy.age_young" },
      test = function(c, p) return c.age <= p["wage_subsidy.age_young"] end,
      why = { fi = "ei ole alle 25-vuotias", sv = "är inte under 25 år", en = "is not under 25" },
      met = { fi = "on alle 25-vuotias", sv = "är under 25 år", en = "is under 25" },
    }, {
      id = "aged_50", ref = point(2), reads = { "age" }, params = { "wage_subsidy.age_older" },
      test = function(c, p) return c.age >= p["wage_subsidy.age_older"] end,
      why = { fi = "ei ole täyttänyt 50 vuotta", sv = "har inte fyllt 50 år", en = "is not 50 or over" },
      met = { fi = "on täyttänyt 50 vuotta", sv = "har fyllt 50 år", en = "is 50 or over" },
    }, {
      id = "no_qualification", ref = point(3), reads = { "education" },
      test = function(c) return c.education == "basic" end,
      why = {
        fi = "on suorittanut toisen asteen tutkinnon",
        sv = "har avlagt en examen på andra stadiet",
        en = "has an upper secondary qualification",
      },
      met = {
        fi = "ei ole suorittanut toisen asteen tutkintoa",
        sv = "har inte avlagt en examen på andra stadiet",
        en = "has no upper secondary qualification",
      },
    }, {
      id = "integration_plan", ref = point(4), reads = { "integration_plan" },
      test = function(c) return c.integration_plan end,
      why = {
        fi = "ei ole maahanmuuttaja, jolle voidaan laatia kotoutumissuunnitelma",
        sv = "är inte en invandrare för vilken en integrationsplan kan göras upp",
        en = "is not an immigrant for whom an integration plan can be made",
      },
      met = {
        fi = "on maahanmuuttaja, jolle voidaan laatia kotoutumissuunnitelma",
        sv = "är en invandrare för vilken en integrationsplan kan göras upp",
        en = "is an immigrant for whom an integration plan can be made",
      },
    }, {
      id = "no_paid_work", ref = point(5), reads = { "employed_of_6" },
      test = function(c) return c.employed_of_6 == 0 end,
      why = {
        fi = "on ollut ansiotyössä kuuden edellisen kuukauden aikana",
        sv = "har förvärvsarbetat under de senaste sex månaderna",
        en = "has been in paid work during the last six months",
      },
      met = {
        fi = "ei ole ollut ansiotyössä kuuden edellisen kuukauden aikana",
        sv = "har inte förvärvsarbetat under de senaste sex månaderna",
        en = "has not been in paid work during the last six months",
      },
    } },
  }
end

-- 1.1.2017–30.6.2023: the skills basis names no groups, the office judges each case.
polku.allow "wage_subsidy" {
  from = "2017-01-01", ref = "916/2012 ch. 7 §§ 2, 3, 8, 9 (1456/2016)",
  all = {
    not_state("916/2012 ch. 7 § 3.1 (1456/2016)"),
    { any = {
      basis_is("skills", "916/2012 ch. 7 § 2.1(1) (1456/2016)"),
      { all = {
        basis_is("reduced", "916/2012 ch. 7 § 2.1(3) (1456/2016)"),
        reduced_ability("916/2012 ch. 7 § 2.1(3) (1456/2016)"),
      } },
      { all = {
        basis_is("full", "916/2012 ch. 7 § 9.1 (1456/2016)"),
        association_or_like("916/2012 ch. 7 § 9.1 (1456/2016)"),
        unemployed_24_of_28("916/2012 ch. 7 § 9.1 (1456/2016)", "wage_subsidy.unemployed_full"),
      } },
      { all = {
        basis_is("sixty", "916/2012 ch. 7 § 2.1(2) (1456/2016)"),
        aged_60("916/2012 ch. 7 § 2.1(2) (1456/2016)"),
        {
          id = "unemployed_12_running", ref = "916/2012 ch. 7 § 2.1(2) (1456/2016)",
          reads = { "unemployed_run" }, params = { "wage_subsidy.unemployed_long" },
          test = function(c, p) return c.unemployed_run >= p["wage_subsidy.unemployed_long"] end,
          why = {
            fi = "ei ole ollut yhtäjaksoisesti työttömänä vähintään 12 kuukautta",
            sv = "har inte varit arbetslös utan avbrott i minst 12 månader",
            en = "has not been unemployed without a break for at least 12 months",
          },
          met = {
            fi = "on ollut yhtäjaksoisesti työttömänä vähintään 12 kuukautta",
            sv = "har varit arbetslös utan avbrott i minst 12 månader",
            en = "has been unemployed without a break for at least 12 months",
          },
        },
      } },
    } },
  },
}

-- 1.7.2023–31.12.2024.
polku.allow "wage_subsidy" {
  from = "2023-07-01", ref = "916/2012 ch. 7 §§ 2, 3, 7, 8, 9 (371/2023)",
  all = {
    not_state("916/2012 ch. 7 § 3.1 (371/2023)"),
    not_household("916/2012 ch. 7 § 3.1 (371/2023)"),
    { any = {
      { all = {
        basis_is("skills", "916/2012 ch. 7 § 2 (371/2023)"),
        skills_groups("916/2012 ch. 7 § 2.1", " (371/2023)"),
      } },
      { all = {
        basis_is("reduced", "916/2012 ch. 7 § 7 (371/2023)"),
        reduced_ability("916/2012 ch. 7 § 7.1 (371/2023)"),
      } },
      { all = {
        basis_is("full", "916/2012 ch. 7 § 8 (371/2023)"),
        association_or_like("916/2012 ch. 7 § 8.1 (371/2023)"),
        unemployed_24_of_28("916/2012 ch. 7 § 8.1 (371/2023)", "wage_subsidy.unemployed_full"),
      } },
      { all = {
        basis_is("sixty", "916/2012 ch. 7 § 9 (371/2023)"),
        aged_60("916/2012 ch. 7 § 9.1(1) (371/2023)"),
        unemployed_12_of_14("916/2012 ch. 7 § 9.1(2) (371/2023)"),
      } },
    } },
  },
}

-- From 1.1.2025: municipalities only for reduced work ability and for those aged 60 and above.
polku.allow "wage_subsidy" {
  from = "2025-01-01", ref = "380/2023 §§ 82, 83, 87, 88, 89",
  all = {
    not_state("380/2023 § 83.1"),
    not_household("380/2023 § 83.1"),
    { any = {
      { all = {
        basis_is("skills", "380/2023 § 82"),
        not_municipality("380/2023 § 83.1"),
        skills_groups("380/2023 § 82.1", ""),
      } },
      { all = {
        basis_is("reduced", "380/2023 § 87"),
        reduced_ability("380/2023 § 87.1"),
      } },
      { all = {
        basis_is("full", "380/2023 § 88"),
        association_or_like("380/2023 § 88.1"),
        unemployed_24_of_28("380/2023 § 88.1", "wage_subsidy.unemployed_full"),
      } },
      { all = {
        basis_is("sixty", "380/2023 § 89"),
        aged_60("380/2023 § 89.1(1)"),
        unemployed_12_of_14("380/2023 § 89.1(2)"),
      } },
    } },
  },
}

-- -------------------------------------------------------------------- wage subsidy: how long

local function has_basis(basis)
  return function(c) return c.basis == basis end
end

-- What the stay is longest: of the law's "at most" and "is granted for". An extension after a first
-- decision is a stage of its own.
polku.limit "wage_subsidy" {
  from = "2017-01-01", unit = "month", ref = "916/2012 ch. 7 §§ 8, 9 (1456/2016)",
  cases = {
    { reads = { "basis" }, when = has_basis("reduced"), value = "wage_subsidy.months_reduced",
      ref = "916/2012 ch. 7 § 8.1(4) (1456/2016)" },
    { reads = { "basis" }, when = has_basis("full"), value = "wage_subsidy.months_full",
      ref = "916/2012 ch. 7 § 9.1 (1456/2016)" },
    { reads = { "basis" }, when = has_basis("sixty"), value = "wage_subsidy.months_sixty",
      ref = "916/2012 ch. 7 § 9.3(1) (1456/2016)" },
    { reads = { "unemployed_of_14" }, params = { "wage_subsidy.unemployed_long" },
      when = function(c, p) return c.unemployed_of_14 >= p["wage_subsidy.unemployed_long"] end,
      value = "wage_subsidy.months_long", ref = "916/2012 ch. 7 § 8.1(2) (1456/2016)" },
    { reads = { "unemployed_of_28" }, params = { "wage_subsidy.unemployed_full" },
      when = function(c, p) return c.unemployed_of_28 >= p["wage_subsidy.unemployed_full"] end,
      value = "wage_subsidy.months_long", ref = "916/2012 ch. 7 § 8.1(3) (1456/2016)" },
    { default = "wage_subsidy.months", ref = "916/2012 ch. 7 § 8.1(1) (1456/2016)" },
  },
}

local function limit_since_2023(from, ref, refs)
  polku.limit "wage_subsidy" {
    from = from, unit = "month", ref = ref,
    cases = {
      { reads = { "basis" }, when = has_basis("reduced"), value = "wage_subsidy.months_reduced",
        ref = refs.reduced },
      { reads = { "basis" }, when = has_basis("full"), value = "wage_subsidy.months_full",
        ref = refs.full },
      { reads = { "basis" }, when = has_basis("sixty"), value = "wage_subsidy.months_sixty",
        ref = refs.sixty },
      { reads = { "unemployed_of_14" }, params = { "wage_subsidy.unemployed_long" },
        when = function(c, p) return c.unemployed_of_14 >= p["wage_subsidy.unemployed_long"] end,
        value = "wage_subsidy.months_long", ref = refs.skills },
      { default = "wage_subsidy.months", ref = refs.skills },
    },
  }
end

limit_since_2023("2023-07-01", "916/2012 ch. 7 §§ 6–9 (371/2023)", {
  skills = "916/2012 ch. 7 § 6 (371/2023)",
  reduced = "916/2012 ch. 7 § 7.2 (371/2023)",
  full = "916/2012 ch. 7 § 8.2 (371/2023)",
  sixty = "916/2012 ch. 7 § 9.1 (371/2023)",
})
limit_since_2023("2025-01-01", "380/2023 §§ 86–89", {
  skills = "380/2023 § 86",
  reduced = "380/2023 § 87.2",
  full = "380/2023 § 88.2",
  sixty = "380/2023 § 89.1",
})

-- -------------------------------------------- employment subsidy for people aged 55 and above

local function subsidy_55(from, ref, refs)
  polku.allow "employment_subsidy_55" {
    from = from, ref = ref,
    all = {
      not_state(refs.employer),
      not_household(refs.employer),
      {
        id = "aged_55", ref = refs.age, reads = { "age" }, params = { "subsidy_55.age" },
        test = function(c, p) return c.age >= p["subsidy_55.age"] end,
        why = { fi = "ei ole täyttänyt 55 vuotta", sv = "har inte fyllt 55 år", en = "is not 55 or over" },
        met = { fi = "on täyttänyt 55 vuotta", sv = "har fyllt 55 år", en = "is 55 or over" },
      },
      unemployed_24_of_28(refs.unemployed, "subsidy_55.unemployed"),
      {
        id = "hours_25", ref = refs.hours, reads = { "weekly_hours" },
        params = { "subsidy_55.weekly_hours" },
        test = function(c, p) return c.weekly_hours >= p["subsidy_55.weekly_hours"] end,
        why = {
          fi = "tekisi työtä alle 25 tuntia viikossa",
          sv = "skulle arbeta mindre än 25 timmar i veckan",
          en = "would work fewer than 25 hours a week",
        },
        met = {
          fi = "tekisi työtä vähintään 25 tuntia viikossa",
          sv = "skulle arbeta minst 25 timmar i veckan",
          en = "would work at least 25 hours a week",
        },
      },
    },
  }
  polku.limit "employment_subsidy_55" {
    from = from, unit = "month", ref = refs.months,
    cases = { { default = "subsidy_55.months", ref = refs.months } },
  }
end

subsidy_55("2023-07-01", "916/2012 ch. 7 a §§ 2, 3 (371/2023)", {
  employer = "916/2012 ch. 7 a § 2.1 (371/2023)",
  age = "916/2012 ch. 7 a § 2.1(1) (371/2023)",
  unemployed = "916/2012 ch. 7 a § 2.1(2) (371/2023)",
  hours = "916/2012 ch. 7 a § 2.2 (371/2023)",
  months = "916/2012 ch. 7 a § 3.1 (371/2023)",
})
subsidy_55("2025-01-01", "380/2023 §§ 95, 96", {
  employer = "380/2023 § 95.1",
  age = "380/2023 § 95.1",
  unemployed = "380/2023 § 95.1",
  hours = "380/2023 § 95.2",
  months = "380/2023 § 96",
})

-- ----------------------------------------------------- work trial, rehabilitative work activity

-- Until 2024 six months with one organiser, since then six months in all: both end one stay.
polku.limit "work_trial" {
  from = "2013-01-01", unit = "month", ref = "916/2012 ch. 4 § 6",
  cases = { { default = "work_trial.months", ref = "916/2012 ch. 4 § 6" } },
}
polku.limit "work_trial" {
  from = "2025-01-01", unit = "month", ref = "380/2023 § 55",
  cases = { { default = "work_trial.months", ref = "380/2023 § 55" } },
}

polku.limit "rehabilitative_work" {
  from = "2001-09-01", unit = "month", ref = "189/2001",
  cases = { { default = "rehabilitative_work.months", ref = "189/2001" } },
}
polku.limit "rehabilitative_work" {
  from = "2021-01-01", unit = "month", ref = "189/2001 §§ 13 b, 14 (702/2020)",
  cases = { { default = "rehabilitative_work.months", ref = "189/2001 §§ 13 b, 14 (702/2020)" } },
}
