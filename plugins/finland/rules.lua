-- What the words of a model mean in Finland, and who may go where, with which support, for how long.
-- First the vocabulary: what is known of clients and stages, which months count as unemployment,
-- kinds of stage, roles of organisations. Then the law, a version after another: wage subsidy, the
-- subsidy for those of 55, youth voucher, apprenticeship, work trial, rehabilitative work activity.
-- A condition that only a person can judge (whether a subsidy distorts competition, whether it suits
-- this client) is no rule here: plugins/README.md lists what is left out and why.

-- One text in Finnish, Swedish and English.
local function t(fi, sv, en) return { fi = fi, sv = sv, en = en } end

-- What an area may do where an act leaves it discretion: ask for more and grant less, never widen what
-- the act allows. Wage subsidy "may" be granted (380/2023 § 81), a jobseeker "may" be sent to a trial
-- (§ 54), and the county arranges rehabilitative work. Where an act leaves none, a rule is locked.
local NARROWER = { region = "restrict", municipality = "restrict" }

-- ------------------------------------------------------------------------------ attributes

polku.attribute "age" {
  int = { 15, 68 }, unit = "year", of = "client", default = 40, name = t("ikä", "ålder", "age"),
}
polku.attribute "work_ability" {
  enum = { "full", "reduced" }, of = "client", default = "full",
  name = t("työkyky", "arbetsförmåga", "work ability"),
  values = { full = t("täysi", "full", "full"), reduced = t("alentunut", "nedsatt", "reduced") },
}
polku.attribute "education" {
  enum = { "basic", "upper_secondary", "higher" }, of = "client", default = "upper_secondary",
  name = t("koulutus", "utbildning", "education"),
  values = {
    basic = t("perusaste", "grundnivå", "basic"),
    upper_secondary = t("toinen aste", "andra stadiet", "upper secondary"),
    higher = t("korkea-aste", "högre nivå", "higher"),
  },
}
polku.attribute "integration_plan" {
  bool = true, of = "client", default = false,
  name = t("kotoutumissuunnitelma", "integrationsplan", "integration plan"),
}
-- What the client lives on while unemployed. The general social security benefit (yleistuki) stands
-- in the place of the labour market subsidy from 1.5.2026.
polku.attribute "income" {
  enum = { "labour_market_subsidy", "allowance", "social_assistance" },
  of = "client", default = "labour_market_subsidy",
  name = t("pääasiallinen toimeentulo", "huvudsaklig försörjning", "main income"),
  values = {
    labour_market_subsidy = t("työmarkkinatuki tai yleistuki", "arbetsmarknadsstöd eller allmänt stöd",
      "labour market subsidy or general benefit"),
    allowance = t("työttömyyspäiväraha", "arbetslöshetsdagpenning", "unemployment allowance"),
    social_assistance = t("toimeentulotuki", "utkomststöd", "social assistance"),
  },
}
polku.attribute "employer" {
  enum = {
    "association", "foundation", "religious_community", "company", "municipality",
    "wellbeing_county", "state", "household",
  },
  of = "stage", default = "association", name = t("työnantaja", "arbetsgivare", "employer"),
  values = {
    association = t("yhdistys", "förening", "association"),
    foundation = t("säätiö", "stiftelse", "foundation"),
    religious_community = t("rekisteröity uskonnollinen yhdyskunta", "registrerat religionssamfund",
      "registered religious community"),
    company = t("yritys", "företag", "company"),
    municipality = t("kunta tai kuntayhtymä", "kommun eller samkommun", "municipality"),
    wellbeing_county = t("hyvinvointialue", "välfärdsområde", "wellbeing services county"),
    state = t("valtion virasto", "statlig myndighet", "state agency"),
    household = t("yksityishenkilö", "privatperson", "private person"),
  },
}
polku.attribute "basis" {
  enum = { "skills", "reduced", "full", "sixty", "planner" }, of = "stage", default = "skills",
  name = t("tuen peruste", "grund för stödet", "basis of the subsidy"),
  values = {
    skills = t("ammatillinen osaaminen", "yrkeskunnande", "vocational skills"),
    reduced = t("alentunut työkyky", "nedsatt arbetsförmåga", "reduced work ability"),
    full = t("100 prosentin tuki", "stöd på 100 procent", "100 per cent subsidy"),
    sixty = t("60 vuotta täyttänyt", "fyllt 60 år", "aged 60 and above"),
    planner = t("työllistymispalvelujen suunnittelija", "planerare av sysselsättningstjänster",
      "planner of employment services"),
  },
}
-- A subsidy that goes on after its first period is a stage of its own.
polku.attribute "extension" {
  bool = true, of = "stage", default = false,
  name = t("tuen jatkojakso", "fortsättning på stödet", "extension of the subsidy"),
}
polku.attribute "weekly_hours" {
  int = { 1, 40 }, unit = "count", of = "stage", default = 30,
  name = t("työtunnit viikossa", "arbetstimmar i veckan", "working hours a week"),
}
polku.attribute "weekly_days" {
  int = { 1, 5 }, unit = "count", of = "stage", default = 4,
  name = t("päiviä viikossa", "dagar i veckan", "days a week"),
}
-- Whether months of earlier work trials count here, and until 30.6.2023 those of earlier wage subsidy.
-- Followed exactly they make a model's chain many times as large; so a stage says that it wants it,
-- and the default is listed among the assumptions.
polku.attribute "earlier_periods" {
  bool = true, of = "stage", default = false,
  name = t("aiemmat jaksot lasketaan", "tidigare perioder räknas", "earlier periods count"),
}
-- How clients come to rehabilitative work activity: at their own request, or because their
-- unemployment has lasted so long that an activation plan is due.
polku.attribute "way_in" {
  enum = { "own_request", "activation" }, of = "stage", default = "own_request",
  name = t("pääsyn peruste", "grund för tillträde", "way in"),
  values = {
    own_request = t("oma pyyntö", "egen begäran", "own request"),
    activation = t("työttömyyden kesto", "arbetslöshetens längd", "length of unemployment"),
  },
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
  name = t("työttömyys", "arbetslöshet", "unemployment"),
}
local function unemployed_of(last, fi, sv)
  polku.clock("unemployed_of_" .. tostring(last)) {
    of = "unemployed", last = last,
    name = t("työttömyyskuukaudet viimeisistä " .. fi, "arbetslösa månader av de senaste " .. sv,
      "months unemployed of the last " .. tostring(last)),
  }
end
unemployed_of(28, "28:sta", "28")
unemployed_of(14, "14:stä", "14")
unemployed_of(12, "12:sta", "12")
unemployed_of(7, "seitsemästä", "sju")
polku.clock "unemployed_run" {
  of = "unemployed", run = true,
  name = t("yhtäjaksoiset työttömyyskuukaudet", "månader arbetslös utan avbrott",
    "months unemployed without a break"),
}

polku.history "employed" {
  keep = 6,
  runs_in = {
    "wage_subsidy", "employment_subsidy_55", "youth_voucher", "apprenticeship", "open_labour_market",
  },
  name = t("ansiotyö", "förvärvsarbete", "paid work"),
}
polku.clock "employed_of_6" {
  of = "employed", last = 6,
  name = t("ansiotyökuukaudet viimeisistä kuudesta", "månader i förvärvsarbete av de senaste sex",
    "months in paid work of the last six"),
}

-- Months on a benefit since it was first paid. A group that has some behind it says so in
-- "histories": { "benefit_months": { "value": 14 } }.
polku.counter "benefit_months" {
  counts = {
    "job_seeking", "assessment", "low_threshold", "social_rehabilitation", "rehabilitative_work",
    "work_trial", "workshop",
  },
  max = 48,
  name = t("kuukaudet työttömyysetuudella", "månader med arbetslöshetsförmån",
    "months on unemployment benefit"),
}

-- The same without months in services: until 2024 only these counted for the municipality's share.
polku.counter "benefit_months_idle" {
  counts = { "job_seeking", "assessment", "low_threshold", "social_rehabilitation", "workshop" },
  max = 48,
  name = t("kuukaudet työttömyysetuudella ilman palveluja",
    "månader med arbetslöshetsförmån utan service",
    "months on unemployment benefit without services"),
}

polku.counter "since_wage_subsidy" {
  since_end_of = { "wage_subsidy" }, max = 36,
  name = t("kuukaudet palkkatuen päättymisestä", "månader sedan lönesubventionen upphörde",
    "months since the wage subsidy ended"),
}
-- Until 30.6.2023 the longest time was counted over several periods and employers, and anew after ten
-- of twelve months of unemployment or 24 months without subsidy (916/2012 ch. 7 § 12, 1366/2014).
polku.counter "subsidised_months" {
  counts = { "wage_subsidy" }, max = 24,
  resets_when = {
    reads = { "since_wage_subsidy", "unemployed_of_12" },
    params = { "wage_subsidy.restart_months", "wage_subsidy.restart_unemployed" },
    test = function(c, p)
      return c.since_wage_subsidy >= p["wage_subsidy.restart_months"]
        or (c.since_wage_subsidy >= 1
          and c.unemployed_of_12 >= p["wage_subsidy.restart_unemployed"])
    end,
  },
  name = t("kuukaudet palkkatuetussa työssä", "månader i lönesubventionerat arbete",
    "months in subsidised work"),
}

-- Months in work trials, counted anew after twelve months without work since the last one; for those
-- under 25 already after three when the longest time is full (916/2012 ch. 4 § 6.2, 380/2023 § 55.2).
-- A reset sees clocks, not ages: so the young have a count of their own.
polku.counter "since_work_trial" {
  counts = {
    "job_seeking", "assessment", "low_threshold", "social_rehabilitation", "rehabilitative_work",
    "workshop",
  },
  resets_on = {
    "work_trial", "training", "wage_subsidy", "employment_subsidy_55", "youth_voucher",
    "apprenticeship", "open_labour_market", "outside",
  },
  max = 12,
  name = t("yhtäjaksoiset työttömyyskuukaudet työkokeilun jälkeen",
    "månader arbetslös utan avbrott efter arbetsprövningen",
    "months unemployed without a break since the work trial"),
}
polku.counter "work_trial_months" {
  counts = { "work_trial" }, max = 12,
  resets_when = {
    reads = { "since_work_trial" }, params = { "work_trial.restart_months" },
    test = function(c, p) return c.since_work_trial >= p["work_trial.restart_months"] end,
  },
  name = t("kuukaudet työkokeilussa", "månader i arbetsprövning", "months in work trials"),
}
polku.counter "work_trial_months_young" {
  counts = { "work_trial" }, max = 12,
  resets_when = {
    reads = { "since_work_trial", "work_trial_months_young" },
    params = { "work_trial.restart_months", "work_trial.restart_months_young", "work_trial.total" },
    test = function(c, p)
      return c.since_work_trial >= p["work_trial.restart_months"]
        or (c.work_trial_months_young >= p["work_trial.total"]
          and c.since_work_trial >= p["work_trial.restart_months_young"])
    end,
  },
  name = t("kuukaudet työkokeilussa (alle 25-vuotiaana)", "månader i arbetsprövning (under 25 år)",
    "months in work trials (under 25)"),
}

-- ------------------------------------------------------------------------------------ kinds

local function kind(id, name, marks)
  marks = marks or {}
  marks.name = name
  polku.kind(id)(marks)
end

kind("job_seeking", t("Työnhaku", "Arbetssökande", "Job seeking"), { waiting = true })
kind("assessment", t("Palvelutarpeen tai työkyvyn arviointi",
  "Bedömning av servicebehov eller arbetsförmåga", "Assessment of service needs or work ability"))
kind("low_threshold",
  t("Matalan kynnyksen toiminta", "Lågtröskelverksamhet", "Low-threshold activity"))
kind("social_rehabilitation",
  t("Sosiaalinen kuntoutus", "Social rehabilitering", "Social rehabilitation"))
kind("rehabilitative_work", t("Kuntouttava työtoiminta",
  "Arbetsverksamhet i rehabiliteringssyfte", "Rehabilitative work activity"))
kind("workshop", t("Työpaja", "Verkstad", "Workshop"))
kind("work_trial", t("Työkokeilu", "Arbetsprövning", "Work trial"))
kind("training", t("Koulutus", "Utbildning", "Training"))
kind("wage_subsidy", t("Palkkatuki", "Lönesubvention", "Wage subsidy"), { employed = true })
kind("employment_subsidy_55", t("55 vuotta täyttäneiden työllistämistuki",
  "Sysselsättningsstöd för personer som fyllt 55 år",
  "Employment subsidy for people aged 55 and above"), { employed = true })
kind("youth_voucher", t("Nuorten työllistymisseteli", "Sysselsättningssedel för unga",
  "Youth employment voucher"), { employed = true })
kind("apprenticeship", t("Oppisopimus", "Läroavtal", "Apprenticeship"), { employed = true })
kind("open_labour_market",
  t("Avoimet työmarkkinat", "Öppna arbetsmarknaden", "Open labour market"),
  { employed = true, open = true })
kind("outside",
  t("Työvoiman ulkopuolella", "Utanför arbetskraften", "Outside the labour force"))

-- --------------------------------------------------------------------------------- accounts

polku.account "municipality" { name = t("kunta", "kommunen", "municipality") }
polku.account "state" { name = t("valtio", "staten", "state") }
polku.account "expenses" { name = t("kulukorvaukset", "kostnadsersättningar", "expense compensation") }

-- ------------------------------------------------------------------------------------ roles

local function role(id, row, name, host)
  polku.role(id) { row = row, host = host, name = name }
end

-- Experience: what only those who live with an illness or disability know.
role("steering_member", "experience",
  t("Ohjausryhmän jäsen", "Medlem i styrgruppen", "Steering group member"))
role("expert", "experience", t("Asiantuntija", "Sakkunnig", "Expert"))
role("experience_expert", "experience",
  t("Kokemusasiantuntija", "Erfarenhetsexpert", "Expert by experience"))
role("designer", "experience",
  t("Mallintaa polkuja", "Modellerar stigar", "Helps to design pathways"))

role("referrer", "referral", t("Ohjaa asiakkaita", "Hänvisar klienter", "Refers clients"))

role("employer", "employment", t("Työllistää", "Anställer", "Employs"), true)
role("trial_place", "employment",
  t("Ottaa työkokeiluun", "Tar emot för arbetsprövning", "Offers work trials"), true)
role("provider", "employment",
  t("Tuottaa toiminnan", "Producerar verksamheten", "Provides the activity"), true)

role("job_coach", "coaching", t("Työhönvalmennus", "Arbetsträning", "Job coaching"))
role("job_finder", "coaching",
  t("Etsii räätälöityjä töitä", "Söker skräddarsydda arbeten", "Finds tailored jobs"))
role("consultant", "coaching", t("Konsultoi", "Konsulterar", "Gives consultation"))

role("employer_support", "support",
  t("Tukee työnantajaa", "Stöder arbetsgivaren", "Supports the employer"))
role("trainer", "support",
  t("Kouluttaa ja tiedottaa", "Utbildar och informerar", "Trains and informs"))
role("learning_environment", "support",
  t("Tekee osaamisen näkyväksi", "Synliggör kunnande", "Makes learning visible"))
role("network_coordinator", "support",
  t("Kokoaa verkostoa", "Samordnar nätverket", "Co-ordinates the network"))

role("organiser", nil, t("Järjestää", "Ordnar", "Organises"))
role("funder", nil, t("Rahoittaa", "Finansierar", "Funds"))

-- ------------------------------------------------------------------------- wage subsidy: who

-- Conditions that several versions share are made here, so that each version below reads like the
-- act. `why` completes "… because the client …" when its condition does not hold, `met` when it does.

-- A condition that looks at one variable and nothing else.
local function leaf(id, ref, reads, test, why, met, params)
  return { id = id, ref = ref, reads = { reads }, params = params, test = test, why = why, met = met }
end

-- At least so many months as a parameter says.
local function at_least(id, ref, clock, months, why, met)
  return leaf(id, ref, clock, function(c, p) return c[clock] >= p[months] end, why, met, { months })
end

-- "is (not) applying for a place where …", in three languages.
local function place_with(fi, sv, en)
  return {
    why = t("ei hae paikkaa, jossa " .. fi, "söker inte en plats " .. sv,
      "is not applying for a place " .. en),
    met = t("hakee paikkaa, jossa " .. fi, "söker en plats " .. sv, "is applying for a place " .. en),
  }
end

local BASES = {
  skills = place_with("tuki perustuu ammatillisen osaamisen parantamiseen",
    "där stödet grundar sig på bättre yrkeskunnande", "with a subsidy for vocational skills"),
  reduced = place_with("tuki perustuu alentuneeseen työkykyyn",
    "där stödet grundar sig på nedsatt arbetsförmåga", "with a subsidy for reduced work ability"),
  full = place_with("on 100 prosentin tuki", "med stöd på 100 procent",
    "with the 100 per cent subsidy"),
  sixty = place_with("tuki on tarkoitettu 60 vuotta täyttäneelle",
    "där stödet är avsett för den som fyllt 60 år", "with the subsidy for those aged 60 and above"),
  planner = place_with(
    "suunnitellaan ja järjestetään työ- ja koulutuspaikkoja sekä palveluja työttömille",
    "där man planerar och ordnar arbets- och utbildningsplatser och service för arbetslösa",
    "where jobs, training places and services for the unemployed are planned and arranged"),
}

local function basis_is(basis, ref)
  return leaf("basis_" .. basis, ref, "basis", function(c) return c.basis == basis end,
    BASES[basis].why, BASES[basis].met)
end

local function not_state(ref)
  return leaf("employer_not_state", ref, "employer", function(c) return c.employer ~= "state" end,
    t("työskentelisi valtion virastossa tai laitoksessa",
      "skulle arbeta vid en statlig myndighet eller inrättning", "would work at a state agency"),
    t("ei työskentelisi valtion virastossa eikä laitoksessa",
      "skulle inte arbeta vid en statlig myndighet eller inrättning",
      "would not work at a state agency"))
end

local function not_household(ref)
  return leaf("employer_not_household", ref, "employer",
    function(c) return c.employer ~= "household" end,
    t("saisi työnantajaksi yksityishenkilön, joka ei harjoita taloudellista toimintaa",
      "skulle ha en privatperson utan ekonomisk verksamhet som arbetsgivare",
      "would have a private person without economic activity as employer"),
    t("ei saisi työnantajaksi yksityishenkilöä", "skulle inte ha en privatperson som arbetsgivare",
      "would not have a private person as employer"))
end

local function not_municipality(ref)
  return leaf("employer_not_municipality", ref, "employer",
    function(c) return c.employer ~= "municipality" end,
    t("työskentelisi kunnassa tai kuntayhtymässä", "skulle arbeta i en kommun eller samkommun",
      "would work for a municipality"),
    t("ei työskentelisi kunnassa eikä kuntayhtymässä",
      "skulle inte arbeta i en kommun eller samkommun", "would not work for a municipality"))
end

local function association_or_foundation(ref)
  return leaf("employer_association_or_foundation", ref, "employer",
    function(c) return c.employer == "association" or c.employer == "foundation" end,
    t("ei työskentelisi yhdistyksessä eikä säätiössä",
      "skulle inte arbeta i en förening eller stiftelse",
      "would not work for an association or foundation"),
    t("työskentelisi yhdistyksessä tai säätiössä", "skulle arbeta i en förening eller stiftelse",
      "would work for an association or foundation"))
end

local function association_or_like(ref)
  return leaf("employer_association", ref, "employer", function(c)
      return c.employer == "association" or c.employer == "foundation"
        or c.employer == "religious_community"
    end,
    t("ei työskentelisi yhdistyksessä, säätiössä eikä rekisteröidyssä uskonnollisessa yhdyskunnassa",
      "skulle inte arbeta i en förening, en stiftelse eller ett registrerat religionssamfund",
      "would not work for an association, foundation or registered religious community"),
    t("työskentelisi yhdistyksessä, säätiössä tai rekisteröidyssä uskonnollisessa yhdyskunnassa",
      "skulle arbeta i en förening, en stiftelse eller ett registrerat religionssamfund",
      "would work for an association, foundation or registered religious community"))
end

local function planning_employer(ref)
  return leaf("employer_of_planner", ref, "employer", function(c)
      return c.employer == "municipality" or c.employer == "association" or c.employer == "foundation"
    end,
    t("ei työskentelisi kunnassa, kuntayhtymässä, yhdistyksessä eikä säätiössä",
      "skulle inte arbeta i en kommun, samkommun, förening eller stiftelse",
      "would not work for a municipality, association or foundation"),
    t("työskentelisi kunnassa, kuntayhtymässä, yhdistyksessä tai säätiössä",
      "skulle arbeta i en kommun, samkommun, förening eller stiftelse",
      "would work for a municipality, association or foundation"))
end

local function reduced_ability(ref)
  return leaf("reduced_work_ability", ref, "work_ability",
    function(c) return c.work_ability == "reduced" end,
    t("ei ole alentuneesti työkykyinen", "har inte nedsatt arbetsförmåga",
      "does not have reduced work ability"),
    t("on alentuneesti työkykyinen", "har nedsatt arbetsförmåga", "has reduced work ability"))
end

local function unemployed_24_of_28(ref, months)
  return at_least("unemployed_24_of_28", ref, "unemployed_of_28", months,
    t("ei ole ollut työttömänä vähintään 24 kuukautta viimeisten 28 kuukauden aikana",
      "har inte varit arbetslös minst 24 månader under de senaste 28 månaderna",
      "has not been unemployed for at least 24 of the last 28 months"),
    t("on ollut työttömänä vähintään 24 kuukautta viimeisten 28 kuukauden aikana",
      "har varit arbetslös minst 24 månader under de senaste 28 månaderna",
      "has been unemployed for at least 24 of the last 28 months"))
end

local function unemployed_12_of_14(ref)
  return at_least("unemployed_12_of_14", ref, "unemployed_of_14", "wage_subsidy.unemployed_long",
    t("ei ole ollut työttömänä vähintään 12 kuukautta viimeisten 14 kuukauden aikana",
      "har inte varit arbetslös minst 12 månader under de senaste 14 månaderna",
      "has not been unemployed for at least 12 of the last 14 months"),
    t("on ollut työttömänä vähintään 12 kuukautta viimeisten 14 kuukauden aikana",
      "har varit arbetslös minst 12 månader under de senaste 14 månaderna",
      "has been unemployed for at least 12 of the last 14 months"))
end

local function unemployed_12_running(ref)
  return at_least("unemployed_12_running", ref, "unemployed_run", "wage_subsidy.unemployed_long",
    t("ei ole ollut yhtäjaksoisesti työttömänä vähintään 12 kuukautta",
      "har inte varit arbetslös utan avbrott i minst 12 månader",
      "has not been unemployed without a break for at least 12 months"),
    t("on ollut yhtäjaksoisesti työttömänä vähintään 12 kuukautta",
      "har varit arbetslös utan avbrott i minst 12 månader",
      "has been unemployed without a break for at least 12 months"))
end

local function aged_60(ref)
  return at_least("aged_60", ref, "age", "wage_subsidy.age_sixty",
    t("ei ole täyttänyt 60 vuotta", "har inte fyllt 60 år", "is not 60 or over"),
    t("on täyttänyt 60 vuotta", "har fyllt 60 år", "is 60 or over"))
end

-- A place that takes each period as the first.
local function counts_from_here(ref)
  return leaf("earlier_not_counted", ref, "earlier_periods",
    function(c) return not c.earlier_periods end,
    t("hakee paikkaa, jossa aiemmat jaksot lasketaan",
      "söker en plats där tidigare perioder räknas",
      "is applying for a place where earlier periods count"),
    t("hakee paikkaa, jossa aiempia jaksoja ei lasketa",
      "söker en plats där tidigare perioder inte räknas",
      "is applying for a place where earlier periods do not count"))
end

-- Reduced work ability and those of 60 are outside the longest time over several periods.
local function no_longest_time(ref)
  return leaf("no_longest_time", ref, "basis",
    function(c) return c.basis == "reduced" or c.basis == "sixty" end,
    t("hakee paikkaa, jonka tuella on usean jakson yhteinen enimmäisaika",
      "söker en plats vars stöd har en gemensam längsta tid för flera perioder",
      "is applying for a place whose subsidy has a longest time over several periods"),
    t("hakee paikkaa, jonka tuella ei ole usean jakson yhteistä enimmäisaikaa",
      "söker en plats vars stöd inte har någon gemensam längsta tid för flera perioder",
      "is applying for a place whose subsidy has no longest time over several periods"))
end

-- The longest time over several periods that anybody can get on this basis.
local TOTALS = { "wage_subsidy.total", "wage_subsidy.total_planner" }
local function subsidy_total(c, p)
  if c.basis == "planner" then return p["wage_subsidy.total_planner"] end
  return p["wage_subsidy.total"]
end

-- That time is used up. What the first decision granted a model does not follow: so nobody is refused
-- who may have something left. Months of every basis are counted, also those that § 12.2 exempts.
local function subsidy_left(ref)
  return {
    id = "subsidy_left", ref = ref, reads = { "basis", "subsidised_months" }, params = TOTALS,
    test = function(c, p) return c.subsidised_months < subsidy_total(c, p) end,
    why = t("on käyttänyt palkkatuen enimmäisajan eikä ole sen jälkeen ollut työttömänä vähintään 10 kuukautta viimeisten 12 kuukauden aikana",
      "har använt lönesubventionens längsta tid och har inte därefter varit arbetslös minst 10 månader under de senaste 12 månaderna",
      "has used up the longest time of wage subsidy and has not since been unemployed for at least 10 of the last 12 months"),
    met = t("ei ole käyttänyt palkkatuen enimmäisaikaa", "har inte använt lönesubventionens längsta tid",
      "has not used up the longest time of wage subsidy"),
  }
end

-- A place for a first period; and one where a subsidy goes on without a break.
local function first_period(id, ref)
  return leaf(id, ref, "extension", function(c) return not c.extension end,
    t("hakee paikkaa, jossa tukea jatketaan", "söker en plats där stödet fortsätter",
      "is applying for a place where a subsidy is extended"),
    t("hakee paikkaa, jossa tuki alkaa", "söker en plats där stödet börjar",
      "is applying for a place where a subsidy begins"))
end
local function follows_on(id, ref)
  return {
    id = id, ref = ref, reads = { "extension", "since_wage_subsidy" },
    test = function(c) return c.extension and c.since_wage_subsidy == 0 end,
    why = t("ei jatkaisi välittömästi edellisen palkkatukijakson päätyttyä",
      "skulle inte fortsätta direkt efter den förra perioden med lönesubvention",
      "would not go on directly after the period of wage subsidy before"),
    met = t("jatkaisi välittömästi edellisen palkkatukijakson päätyttyä",
      "skulle fortsätta direkt efter den förra perioden med lönesubvention",
      "would go on directly after the period of wage subsidy before"),
  }
end

-- The five groups of 371/2023 and 380/2023; `section` is the subsection that lists them.
local function skills_groups(at, section)
  local function point(n) return at(section .. "(" .. n .. ")") end
  return {
    why = t("ei kuulu mihinkään niistä viidestä ryhmästä, joiden osaamisen parantamista tuetaan",
      "hör inte till någon av de fem grupper vars yrkeskunnande stöds",
      "belongs to none of the five groups whose skills are supported"),
    any = {
      leaf("young", point(1), "age", function(c, p) return c.age <= p["wage_subsidy.age_young"] end,
        t("ei ole alle 25-vuotias", "är inte under 25 år", "is not under 25"),
        t("on alle 25-vuotias", "är under 25 år", "is under 25"), { "wage_subsidy.age_young" }),
      at_least("aged_50", point(2), "age", "wage_subsidy.age_older",
        t("ei ole täyttänyt 50 vuotta", "har inte fyllt 50 år", "is not 50 or over"),
        t("on täyttänyt 50 vuotta", "har fyllt 50 år", "is 50 or over")),
      leaf("no_qualification", point(3), "education", function(c) return c.education == "basic" end,
        t("on suorittanut toisen asteen tutkinnon", "har avlagt en examen på andra stadiet",
          "has an upper secondary qualification"),
        t("ei ole suorittanut toisen asteen tutkintoa", "har inte avlagt en examen på andra stadiet",
          "has no upper secondary qualification")),
      leaf("integration_plan", point(4), "integration_plan", function(c) return c.integration_plan end,
        t("ei ole maahanmuuttaja, jolle voidaan laatia kotoutumissuunnitelma",
          "är inte en invandrare för vilken en integrationsplan kan göras upp",
          "is not an immigrant for whom an integration plan can be made"),
        t("on maahanmuuttaja, jolle voidaan laatia kotoutumissuunnitelma",
          "är en invandrare för vilken en integrationsplan kan göras upp",
          "is an immigrant for whom an integration plan can be made")),
      leaf("no_paid_work", point(5), "employed_of_6", function(c) return c.employed_of_6 == 0 end,
        t("on ollut ansiotyössä kuuden edellisen kuukauden aikana",
          "har förvärvsarbetat under de senaste sex månaderna",
          "has been in paid work during the last six months"),
        t("ei ole ollut ansiotyössä kuuden edellisen kuukauden aikana",
          "har inte förvärvsarbetat under de senaste sex månaderna",
          "has not been in paid work during the last six months")),
    },
  }
end

-- 1.1.2015–30.6.2023: the skills basis names no groups, the office judges each case. Two acts, alike
-- but for the employers of the 100 % subsidy.
local function until_2023(from, amendment, full_employer)
  local function ch7(section) return "916/2012 ch. 7 § " .. section .. " (" .. amendment.number .. ")" end
  polku.allow "wage_subsidy" {
    from = from, ref = amendment.ref, delegate = NARROWER,
    all = {
      not_state(ch7("3.1")),
      { any = {
        counts_from_here("916/2012 ch. 7 § 12.1 (1366/2014)"),
        no_longest_time("916/2012 ch. 7 § 12.2 (1366/2014)"),
        subsidy_left("916/2012 ch. 7 § 12.1 (1366/2014)"),
      } },
      { any = {
        basis_is("skills", ch7(amendment.skills)),
        { all = {
          basis_is("reduced", ch7(amendment.reduced)),
          reduced_ability(ch7(amendment.reduced)),
        } },
        { all = {
          basis_is("full", ch7("9.1")),
          full_employer(ch7("9.1")),
          unemployed_24_of_28(ch7("9.1"), "wage_subsidy.unemployed_full"),
        } },
        { all = {
          basis_is("sixty", ch7(amendment.sixty)),
          aged_60(ch7(amendment.sixty)),
          unemployed_12_running(ch7(amendment.sixty)),
        } },
        { all = {
          basis_is("planner", ch7("9.3(2)")),
          planning_employer(ch7("9.3(2)")),
        } },
      } },
    },
  }
end

until_2023("2015-01-01", {
  number = "1366/2014", skills = "2.1", reduced = "2.1", sixty = "2.1",
  ref = "916/2012 ch. 7 §§ 2, 3, 8, 9, 12 (1366/2014)",
}, association_or_foundation)
until_2023("2017-01-01", {
  number = "1456/2016", skills = "2.1(1)", reduced = "2.1(3)", sixty = "2.1(2)",
  ref = "916/2012 ch. 7 §§ 2, 3, 8, 9 (1456/2016), § 12 (1366/2014)",
}, association_or_like)

-- 1.7.2023–31.12.2024, and from 1.1.2025. `at` gives the section its number; from 2025 municipalities
-- are for reduced work ability and those aged 60 and above only.
local function since_2023(from, ref, at, n)
  local skills = {
    basis_is("skills", at(n.skills)),
    first_period("skills_begins", at(n.months)),
    skills_groups(at, n.skills .. ".1"),
  }
  if n.no_municipality then table.insert(skills, not_municipality(at(n.employer))) end
  polku.allow "wage_subsidy" {
    from = from, ref = ref, delegate = NARROWER,
    all = {
      not_state(at(n.employer)),
      not_household(at(n.employer)),
      { any = {
        { all = skills },
        { all = {
          basis_is("reduced", at(n.reduced)),
          reduced_ability(at(n.reduced .. ".1")),
          { any = {
            first_period("reduced_begins", at(n.reduced .. ".2")),
            follows_on("reduced_follows_on", at(n.reduced .. ".3")),
          } },
        } },
        { all = {
          basis_is("full", at(n.full)),
          first_period("full_begins", at(n.full .. ".2")),
          association_or_like(at(n.full .. ".1")),
          unemployed_24_of_28(at(n.full .. ".1"), "wage_subsidy.unemployed_full"),
        } },
        { all = {
          basis_is("sixty", at(n.sixty)),
          aged_60(at(n.sixty .. ".1(1)")),
          { any = {
            { all = {
              first_period("sixty_begins", at(n.sixty .. ".1")),
              unemployed_12_of_14(at(n.sixty .. ".1(2)")),
            } },
            follows_on("sixty_follows_on", at(n.sixty .. ".2")),
          } },
        } },
      } },
    },
  }
end

local function in_371(section) return "916/2012 ch. 7 § " .. section .. " (371/2023)" end
local function in_380(section) return "380/2023 § " .. section end

since_2023("2023-07-01", "916/2012 ch. 7 §§ 2, 3, 6, 7, 8, 9 (371/2023)", in_371, {
  employer = "3.1", skills = "2", months = "6", reduced = "7", full = "8", sixty = "9",
})
since_2023("2025-01-01", "380/2023 §§ 82, 83, 86, 87, 88, 89", in_380, {
  employer = "83.1", skills = "82", months = "86", reduced = "87", full = "88", sixty = "89",
  no_municipality = true,
})

-- -------------------------------------------------------------------- wage subsidy: how long

-- What the stay is longest, of the law's "at most" and "is granted for".

local function has_basis(basis)
  return function(c) return c.basis == basis end
end
local function for_basis(basis, value, ref)
  return { reads = { "basis" }, when = has_basis(basis), value = value, ref = ref }
end
local function after(clock, months, value, ref)
  return {
    reads = { clock }, params = { months },
    when = function(c, p) return c[clock] >= p[months] end, value = value, ref = ref,
  }
end

-- What earlier periods have left of the longest time over several, if that is less. Nobody enters with
-- nothing left; a count that begins anew leaves the whole.
local function at_most_left(months, total, used)
  if used >= total then return months end
  return math.min(months, total - used)
end

-- A case whose number of months shrinks with those already used, where they count. The basis is
-- settled by the cases before.
local function of_total(months, total, case)
  local reads, params = case.reads or {}, case.params or {}
  table.insert(reads, "earlier_periods")
  table.insert(reads, "subsidised_months")
  table.insert(params, months)
  table.insert(params, total)
  case.reads, case.params = reads, params
  local function value(c, p)
    if not c.earlier_periods then return p[months] end
    return at_most_left(p[months], p[total], c.subsidised_months)
  end
  if case.when then case.value = value else case.default = value end
  return case
end

local function limit_until_2023(from, number, young)
  local function ch7(section) return "916/2012 ch. 7 § " .. section .. " (" .. number .. ")" end
  local cases = {
    for_basis("reduced", "wage_subsidy.months_reduced", ch7("8.1(4)")),
    of_total("wage_subsidy.months_full", "wage_subsidy.total", for_basis("full", nil, ch7("9.1"))),
    for_basis("sixty", "wage_subsidy.months_sixty", ch7("9.3(1)")),
    of_total("wage_subsidy.months_planner", "wage_subsidy.total_planner",
      for_basis("planner", nil, ch7("9.3(2)"))),
    of_total("wage_subsidy.months_longest", "wage_subsidy.total",
      after("unemployed_of_28", "wage_subsidy.unemployed_full", nil, ch7("8.1(3)"))),
    of_total("wage_subsidy.months_long", "wage_subsidy.total",
      after("unemployed_of_14", "wage_subsidy.unemployed_long", nil, ch7("8.1(2)"))),
  }
  if young then
    table.insert(cases, of_total("wage_subsidy.months_under_30", "wage_subsidy.total", young))
  end
  table.insert(cases,
    of_total("wage_subsidy.months", "wage_subsidy.total", { ref = ch7("8.1(1)") }))
  polku.limit "wage_subsidy" {
    from = from, unit = "month",
    ref = "916/2012 ch. 7 §§ 8, 9 (" .. number .. "), § 12 (1366/2014)",
    delegate = NARROWER, cases = cases,
  }
end

limit_until_2023("2015-01-01", "1366/2014", {
  reads = { "age" }, params = { "wage_subsidy.age_under_30" },
  when = function(c, p) return c.age <= p["wage_subsidy.age_under_30"] end,
  ref = "916/2012 ch. 7 § 9.5 (1366/2014)",
})
limit_until_2023("2017-01-01", "1456/2016")

local function limit_since_2023(from, ref, at, n)
  polku.limit "wage_subsidy" {
    from = from, unit = "month", ref = ref, delegate = NARROWER,
    cases = {
      { reads = { "basis", "extension" },
        when = function(c) return c.extension and c.basis == "reduced" end,
        value = "wage_subsidy.months_extension", ref = at(n.reduced .. ".3") },
      { reads = { "basis", "extension" },
        when = function(c) return c.extension and c.basis == "sixty" end,
        value = "wage_subsidy.months_extension", ref = at(n.sixty .. ".2") },
      for_basis("reduced", "wage_subsidy.months_reduced", at(n.reduced .. ".2")),
      for_basis("full", "wage_subsidy.months_full", at(n.full .. ".2")),
      for_basis("sixty", "wage_subsidy.months_sixty", at(n.sixty .. ".1")),
      after("unemployed_of_14", "wage_subsidy.unemployed_long", "wage_subsidy.months_long",
        at(n.months)),
      { default = "wage_subsidy.months", ref = at(n.months) },
    },
  }
end

limit_since_2023("2023-07-01", "916/2012 ch. 7 §§ 6–9 (371/2023)", in_371,
  { months = "6", reduced = "7", full = "8", sixty = "9" })
limit_since_2023("2025-01-01", "380/2023 §§ 86–89", in_380,
  { months = "86", reduced = "87", full = "88", sixty = "89" })

-- -------------------------------------------- employment subsidy for people aged 55 and above

local function hours_25(ref, months)
  return at_least("hours_25", ref, "weekly_hours", months,
    t("tekisi työtä alle 25 tuntia viikossa", "skulle arbeta mindre än 25 timmar i veckan",
      "would work fewer than 25 hours a week"),
    t("tekisi työtä vähintään 25 tuntia viikossa", "skulle arbeta minst 25 timmar i veckan",
      "would work at least 25 hours a week"))
end

-- Granted to whoever meets the conditions (380/2023 § 95.1): no area may add any.
local function subsidy_55(from, ref, refs)
  polku.allow "employment_subsidy_55" {
    from = from, ref = ref, locked = true,
    all = {
      not_state(refs.employer),
      not_household(refs.employer),
      at_least("aged_55", refs.age, "age", "subsidy_55.age",
        t("ei ole täyttänyt 55 vuotta", "har inte fyllt 55 år", "is not 55 or over"),
        t("on täyttänyt 55 vuotta", "har fyllt 55 år", "is 55 or over")),
      unemployed_24_of_28(refs.unemployed, "subsidy_55.unemployed"),
      hours_25(refs.hours, "subsidy_55.weekly_hours"),
    },
  }
  polku.limit "employment_subsidy_55" {
    from = from, unit = "month", ref = refs.months, locked = true,
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
  months = "380/2023 § 96.1",
})

-- -------------------------------------------------------------- youth voucher, apprenticeship

-- For companies only, from 22.12.2025 to 30.6.2027.
polku.allow "youth_voucher" {
  from = "2025-12-22", ["until"] = "2027-06-30", after = "no", ref = "1332/2025",
  delegate = NARROWER,
  all = {
    leaf("employer_company", "1332/2025", "employer", function(c) return c.employer == "company" end,
      t("ei työskentelisi yrityksessä", "skulle inte arbeta i ett företag",
        "would not work for a company"),
      t("työskentelisi yrityksessä", "skulle arbeta i ett företag", "would work for a company")),
    {
      id = "aged_18_to_29", ref = "1332/2025", reads = { "age" },
      params = { "youth_voucher.age_from", "youth_voucher.age_to" },
      test = function(c, p)
        return c.age >= p["youth_voucher.age_from"] and c.age <= p["youth_voucher.age_to"]
      end,
      why = t("ei ole 18–29-vuotias", "är inte 18–29 år", "is not 18–29 years old"),
      met = t("on 18–29-vuotias", "är 18–29 år", "is 18–29 years old"),
    },
    { any = {
      at_least("unemployed_6_of_7", "1332/2025", "unemployed_of_7", "youth_voucher.unemployed",
        t("ei ole ollut työttömänä vähintään kuutta kuukautta viimeisten seitsemän kuukauden aikana",
          "har inte varit arbetslös minst sex månader under de senaste sju månaderna",
          "has not been unemployed for at least six of the last seven months"),
        t("on ollut työttömänä vähintään kuusi kuukautta viimeisten seitsemän kuukauden aikana",
          "har varit arbetslös minst sex månader under de senaste sju månaderna",
          "has been unemployed for at least six of the last seven months")),
      { all = {
        leaf("basic_education", "1332/2025", "education",
          function(c) return c.education == "basic" end,
          t("on suorittanut muutakin kuin perusopetuksen", "har mer än grundläggande utbildning",
            "has more than basic education"),
          t("on suorittanut vain perusopetuksen", "har bara grundläggande utbildning",
            "has basic education only")),
        at_least("unemployed_3_of_7", "1332/2025", "unemployed_of_7",
          "youth_voucher.unemployed_basic",
          t("ei ole ollut työttömänä vähintään kolmea kuukautta viimeisten seitsemän kuukauden aikana",
            "har inte varit arbetslös minst tre månader under de senaste sju månaderna",
            "has not been unemployed for at least three of the last seven months"),
          t("on ollut työttömänä vähintään kolme kuukautta viimeisten seitsemän kuukauden aikana",
            "har varit arbetslös minst tre månader under de senaste sju månaderna",
            "has been unemployed for at least three of the last seven months")),
      } },
    } },
    hours_25("1332/2025", "youth_voucher.weekly_hours"),
  },
}
polku.limit "youth_voucher" {
  from = "2025-12-22", ["until"] = "2027-06-30", after = "no", unit = "month", ref = "1332/2025",
  delegate = NARROWER,
  cases = { { default = "youth_voucher.months", ref = "1332/2025" } },
}

-- The least age of 15 is where the attribute begins.
polku.allow "apprenticeship" {
  from = "2018-01-01", ref = "531/2017 § 70", locked = true,
  all = { hours_25("531/2017 § 70", "apprenticeship.weekly_hours") },
}

-- ----------------------------------------------------------------------------------- work trial

-- Some of the longest time is left, where earlier periods count; for those under 25 as their own
-- count says.
local function work_trial(from, ref, total, restart)
  polku.allow "work_trial" {
    from = from, ref = ref, delegate = NARROWER,
    any = {
      counts_from_here(total),
      leaf("trial_left", total, "work_trial_months",
        function(c, p) return c.work_trial_months < p["work_trial.total"] end,
        t("on käyttänyt työkokeilun enimmäisajan eikä ole sen jälkeen ollut vuotta työttömänä",
          "har använt arbetsprövningens längsta tid och inte därefter varit arbetslös i ett år",
          "has used up the longest time of work trials and has not been unemployed for a year since"),
        t("ei ole käyttänyt työkokeilun enimmäisaikaa", "har inte använt arbetsprövningens längsta tid",
          "has not used up the longest time of work trials"),
        { "work_trial.total" }),
      { all = {
        leaf("under_25", restart, "age", function(c, p) return c.age <= p["work_trial.age_young"] end,
          t("ei ole alle 25-vuotias", "är inte under 25 år", "is not under 25"),
          t("on alle 25-vuotias", "är under 25 år", "is under 25"), { "work_trial.age_young" }),
        leaf("trial_left_young", restart, "work_trial_months_young",
          function(c, p) return c.work_trial_months_young < p["work_trial.total"] end,
          t("on käyttänyt työkokeilun enimmäisajan eikä ole sen jälkeen ollut kolmea kuukautta työttömänä",
            "har använt arbetsprövningens längsta tid och inte därefter varit arbetslös i tre månader",
            "has used up the longest time of work trials and has not been unemployed for three months since"),
          t("ei ole käyttänyt työkokeilun enimmäisaikaa sen viimeksi alettua alusta",
            "har inte använt arbetsprövningens längsta tid sedan den senast började om",
            "has not used up the longest time of work trials since it last began anew"),
          { "work_trial.total" }),
      } },
    },
  }
end

-- Before 2025 six months with one organiser, of twelve in all; since 2025 six in all. Those under 25
-- have a count of their own.
local function work_trial_limit(from, ref)
  local function left(used)
    return function(c, p)
      return at_most_left(p["work_trial.months"], p["work_trial.total"], c[used])
    end
  end
  polku.limit "work_trial" {
    from = from, unit = "month", ref = ref, delegate = NARROWER,
    cases = {
      { reads = { "earlier_periods" }, when = function(c) return not c.earlier_periods end,
        value = "work_trial.months", ref = ref },
      { reads = { "age", "work_trial_months_young" },
        params = { "work_trial.age_young", "work_trial.months", "work_trial.total" },
        when = function(c, p) return c.age <= p["work_trial.age_young"] end,
        value = left("work_trial_months_young"), ref = ref },
      { reads = { "work_trial_months" }, params = { "work_trial.months", "work_trial.total" },
        default = left("work_trial_months"), ref = ref },
    },
  }
end

work_trial("2013-01-01", "916/2012 ch. 4 § 6", "916/2012 ch. 4 § 6.1", "916/2012 ch. 4 § 6.2")
work_trial("2025-01-01", "380/2023 § 55", "380/2023 § 55.1", "380/2023 § 55.2")
work_trial_limit("2013-01-01", "916/2012 ch. 4 § 6.1")
work_trial_limit("2025-01-01", "380/2023 § 55.1")

-- ---------------------------------------------------------------- rehabilitative work activity

local function not_company(ref)
  return leaf("provider_not_company", ref, "employer", function(c) return c.employer ~= "company" end,
    t("osallistuisi yrityksen tuottamaan toimintaan",
      "skulle delta i verksamhet som ett företag producerar",
      "would take part in an activity that a company provides"),
    t("ei osallistuisi yrityksen tuottamaan toimintaan",
      "skulle inte delta i verksamhet som ett företag producerar",
      "would not take part in an activity that a company provides"))
end

local function no_integration_plan(ref)
  return leaf("no_integration_plan", ref, "integration_plan",
    function(c) return not c.integration_plan end,
    t("on kotoutumissuunnitelman piirissä", "omfattas av en integrationsplan",
      "comes under an integration plan"),
    t("ei ole kotoutumissuunnitelman piirissä", "omfattas inte av en integrationsplan",
      "does not come under an integration plan"))
end

local function own_request(ref)
  return leaf("own_request", ref, "way_in", function(c) return c.way_in == "own_request" end,
    t("ei hae paikkaa, johon pääsee omasta pyynnöstä",
      "söker inte en plats dit man kommer på egen begäran",
      "is not applying for a place that is open at one's own request"),
    t("hakee paikkaa, johon pääsee omasta pyynnöstä",
      "söker en plats dit man kommer på egen begäran",
      "is applying for a place that is open at one's own request"))
end

local function lives_on(id, ref, income, why, met)
  return leaf(id, ref, "income", function(c) return c.income == income end, why, met)
end
local function on_labour_market_subsidy(id, ref)
  return lives_on(id, ref, "labour_market_subsidy",
    t("ei saa työmarkkinatukea eikä yleistukea",
      "får varken arbetsmarknadsstöd eller allmänt stöd",
      "receives neither labour market subsidy nor general benefit"),
    t("saa työmarkkinatukea tai yleistukea", "får arbetsmarknadsstöd eller allmänt stöd",
      "receives labour market subsidy or general benefit"))
end
local function on_social_assistance(id, ref)
  return lives_on(id, ref, "social_assistance",
    t("ei elä pääasiassa toimeentulotuella", "lever inte huvudsakligen på utkomststöd",
      "does not live mainly on social assistance"),
    t("elää pääasiassa toimeentulotuella", "lever huvudsakligen på utkomststöd",
      "lives mainly on social assistance"))
end

-- Days of benefit as whole months: five days a week are 21.5 in a month.
local function days_paid(id, ref, clock, days, why, met)
  return leaf(id, ref, clock, function(c, p) return c[clock] * 43 >= p[days] * 2 end, why, met,
    { days })
end

-- At one's own request, or by § 3 because unemployment has lasted.
local function ways_in(at)
  return { any = {
    own_request(at("15")),
    { all = {
      leaf("under_25", at("3.1"), "age",
        function(c, p) return c.age <= p["rehabilitative_work.age_young"] end,
        t("ei ole alle 25-vuotias", "är inte under 25 år", "is not under 25"),
        t("on alle 25-vuotias", "är under 25 år", "is under 25"), { "rehabilitative_work.age_young" }),
      { any = {
        { all = {
          on_labour_market_subsidy("young_on_subsidy", at("3.1(1)")),
          days_paid("days_180_of_year", at("3.1(1)"), "unemployed_of_12",
            "rehabilitative_work.days_young",
            t("ei ole saanut työmarkkinatukea tai yleistukea vähintään 180 päivältä viimeisten 12 kuukauden aikana",
              "har inte fått arbetsmarknadsstöd eller allmänt stöd för minst 180 dagar under de senaste 12 månaderna",
              "has not received labour market subsidy or general benefit for at least 180 days in the last 12 months"),
            t("on saanut työmarkkinatukea tai yleistukea vähintään 180 päivältä viimeisten 12 kuukauden aikana",
              "har fått arbetsmarknadsstöd eller allmänt stöd för minst 180 dagar under de senaste 12 månaderna",
              "has received labour market subsidy or general benefit for at least 180 days in the last 12 months")),
        } },
        { all = {
          on_social_assistance("young_on_assistance", at("3.1(3)")),
          at_least("assistance_4_months", at("3.1(3)"), "unemployed_run",
            "rehabilitative_work.assistance_young",
            t("ei ole saanut pääasiallista toimeentuloaan toimeentulotuesta viimeisten neljän kuukauden aikana",
              "har inte huvudsakligen levt på utkomststöd de senaste fyra månaderna",
              "has not lived mainly on social assistance for the last four months"),
            t("on saanut pääasiallisen toimeentulonsa toimeentulotuesta viimeisten neljän kuukauden aikana",
              "har huvudsakligen levt på utkomststöd de senaste fyra månaderna",
              "has lived mainly on social assistance for the last four months")),
        } },
      } },
    } },
    { all = {
      at_least("aged_25", at("3.2"), "age", "rehabilitative_work.age_adult",
        t("on alle 25-vuotias", "är under 25 år", "is under 25"),
        t("on täyttänyt 25 vuotta", "har fyllt 25 år", "is 25 or over")),
      { any = {
        { all = {
          on_labour_market_subsidy("on_subsidy", at("3.2(1)")),
          days_paid("days_500", at("3.2(1)"), "benefit_months", "rehabilitative_work.days",
            t("ei ole saanut työmarkkinatukea tai yleistukea vähintään 500 päivältä",
              "har inte fått arbetsmarknadsstöd eller allmänt stöd för minst 500 dagar",
              "has not received labour market subsidy or general benefit for at least 500 days"),
            t("on saanut työmarkkinatukea tai yleistukea vähintään 500 päivältä",
              "har fått arbetsmarknadsstöd eller allmänt stöd för minst 500 dagar",
              "has received labour market subsidy or general benefit for at least 500 days")),
        } },
        { all = {
          on_social_assistance("on_assistance", at("3.2(3)")),
          at_least("assistance_12_months", at("3.2(3)"), "unemployed_run",
            "rehabilitative_work.assistance",
            t("ei ole saanut pääasiallista toimeentuloaan toimeentulotuesta viimeisten 12 kuukauden aikana",
              "har inte huvudsakligen levt på utkomststöd de senaste tolv månaderna",
              "has not lived mainly on social assistance for the last twelve months"),
            t("on saanut pääasiallisen toimeentulonsa toimeentulotuesta viimeisten 12 kuukauden aikana",
              "har huvudsakligen levt på utkomststöd de senaste tolv månaderna",
              "has lived mainly on social assistance for the last twelve months")),
        } },
      } },
    } },
  } }
end

local function four_days(ref)
  return leaf("four_days_a_week", ref, "weekly_days",
    function(c, p) return c.weekly_days <= p["rehabilitative_work.weekly_days"] end,
    t("osallistuisi useampana kuin neljänä päivänä viikossa",
      "skulle delta fler än fyra dagar i veckan", "would take part on more than four days a week"),
    t("osallistuisi enintään neljänä päivänä viikossa", "skulle delta högst fyra dagar i veckan",
      "would take part on at most four days a week"),
    { "rehabilitative_work.weekly_days" })
end

local function rehabilitative_work(from, ref, company, plan, at, days)
  local all = {
    not_company(company),
    no_integration_plan(plan),
    ways_in(at),
  }
  if days then table.insert(all, four_days(days)) end
  polku.allow "rehabilitative_work" { from = from, ref = ref, delegate = NARROWER, all = all }
end
local function in_189(section) return "189/2001 § " .. section end
local function in_399(section) return "189/2001 § " .. section .. " (399/2023)" end

rehabilitative_work("2001-09-01", "189/2001 §§ 3, 6, 13, 15", "189/2001 § 6.2", "189/2001 § 3.4",
  in_189)
rehabilitative_work("2021-01-01", "189/2001 §§ 3, 13, 13 b, 15 (702/2020)",
  "189/2001 § 13.2 (702/2020)", "189/2001 § 3.4", in_189, "189/2001 § 13 b.2 (702/2020)")
rehabilitative_work("2025-01-01", "189/2001 §§ 3, 13, 13 b, 15 (399/2023, 1103/2024)",
  "189/2001 § 13.2 (702/2020)", "189/2001 § 3.4 (1103/2024)", in_399,
  "189/2001 § 13 b.2 (702/2020)")

polku.limit "rehabilitative_work" {
  from = "2001-09-01", unit = "month", ref = "189/2001 § 13.2", delegate = NARROWER,
  cases = { { default = "rehabilitative_work.months", ref = "189/2001 § 13.2" } },
}
polku.limit "rehabilitative_work" {
  from = "2021-01-01", unit = "month", ref = "189/2001 § 13 b.2 (702/2020)", delegate = NARROWER,
  cases = { { default = "rehabilitative_work.months", ref = "189/2001 § 13 b.2 (702/2020)" } },
}

-- ----------------------------------------------------------------------------------------- money

-- Three accounts: `state`, `municipality` (it and its employment authority) and `expenses` (paid to
-- the client for costs of taking part). Wages are not known to a model, so a sum is the most that
-- could be paid.

-- Wage subsidy and the subsidy for those of 55 at their monthly ceilings. Until 2024 the state paid.
-- The acts name no ceiling for those of 60: § 89 departs from § 86 in length only, so probably the
-- common one.
-- Where the 70 % are counted by practice against the letter of the act, the row says so by its source.
local PRACTICE = "helsinki-calculator"
local function ceilings(account, from, last, at, section, practice)
  polku.amount "wage_subsidy" {
    from = from, ["until"] = last, ref = at(section), account = account, to = "employer",
    unit = "cent/month",
    cases = {
      for_basis("reduced", "wage_subsidy.cap_reduced", practice or at(section)),
      for_basis("full", "wage_subsidy.cap_full", at(section)),
      { default = "wage_subsidy.cap", ref = at(section) },
    },
  }
end
ceilings("state", "2023-07-01", "2024-12-31", in_371, "14.1")
ceilings("municipality", "2025-01-01", nil, in_380, "94.1", PRACTICE)

polku.amount "employment_subsidy_55" {
  from = "2023-07-01", ["until"] = "2024-12-31", ref = "916/2012 ch. 7 a § 3 (371/2023)",
  account = "state", to = "employer", unit = "cent/month",
  cases = { { default = "wage_subsidy.cap_reduced", ref = "916/2012 ch. 7 a § 3 (371/2023)" } },
}
polku.amount "employment_subsidy_55" {
  from = "2025-01-01", ref = "380/2023 § 96.3", account = "municipality", to = "employer",
  unit = "cent/month",
  cases = { { default = "wage_subsidy.cap_reduced", ref = PRACTICE } },
}

-- The voucher is paid by the employment authority out of a grant of the state.
polku.amount "youth_voucher" {
  from = "2025-12-22", ["until"] = "2027-06-30", ref = "1332/2025", account = "state",
  to = "employer", unit = "cent/month",
  cases = {
    { reads = { "elapsed" }, params = { "youth_voucher.months" },
      when = function(c, p) return c.elapsed < p["youth_voucher.months"] end,
      value = "youth_voucher.cap", ref = "1332/2025" },
    { default = 0 },
  },
}

-- So much a day of taking part; a month has 4.3 weeks, as for benefits.
local function per_day(kind, from, ref, account, to, day)
  polku.amount(kind) {
    from = from, ref = ref, account = account, to = to, unit = "cent/month",
    cases = { {
      reads = { "weekly_days" }, params = { day }, ref = ref,
      default = function(c, p) return p[day] * c.weekly_days * 43 // 10 end,
    } },
  }
end

-- Expense compensation to the client, and what the state pays to whoever organises rehabilitative work.
local function compensation(kind, from, ref)
  per_day(kind, from, ref, "expenses", nil, "expenses.per_day")
end
per_day("rehabilitative_work", "2001-09-01", "189/2001 § 24.1", "state", "organiser",
  "rehabilitative_work.state_per_day")
compensation("rehabilitative_work", "2015-01-01", "1290/2002 ch. 10 § 6.2 (1370/2014)")
-- From 2025 on a benefit by the first act, on social assistance (as activity money) by the second.
compensation("rehabilitative_work", "2025-01-01",
  "1290/2002 ch. 10 § 6, 189/2001 § 18.1 (399/2023)")
compensation("work_trial", "2025-01-01", "380/2023 §§ 103.1(6), 104.1")
compensation("training", "2025-01-01", "380/2023 §§ 103.1(1), 104.1")

-- The municipality's share of the benefit, by the days paid so far as the month begins. The steps stand
-- from the highest down. Of an earnings-related allowance it is a share of the basic part and at most
-- 40 % (387/2023); whoever lives on social assistance has no benefit.
local function benefit_share(kinds, counter, from, last, ref, steps)
  local cases = { {
    reads = { "income" }, value = 0, ref = ref,
    when = function(c) return c.income == "social_assistance" end,
  } }
  for _, step in ipairs(steps) do
    local days, share = "benefit_share.days_" .. step, "benefit_share.percent_" .. step
    table.insert(cases, {
      reads = { counter, "income" },
      params = { days, share, "benefit.per_day", "benefit_share.percent_allowance" }, ref = ref,
      when = function(c, p) return c[counter] * 43 > p[days] * 2 end,
      value = function(c, p)
        local percent = p[share]
        if c.income == "allowance" then
          percent = math.min(percent, p["benefit_share.percent_allowance"])
        end
        return p["benefit.per_day"] * 43 // 2 * percent // 100
      end,
    })
  end
  table.insert(cases, { default = 0, ref = ref })
  for _, kind in ipairs(kinds) do
    polku.amount(kind) {
      from = from, ["until"] = last, binds = "day", ref = ref, account = "municipality",
      unit = "cent/month", cases = cases,
    }
  end
end

-- Until 2024 services cost the municipality nothing and their days did not count; since 2025 they do
-- both.
local IDLE = { "job_seeking", "assessment", "low_threshold", "social_rehabilitation", "workshop" }
local ALL = {
  "job_seeking", "assessment", "low_threshold", "social_rehabilitation", "workshop",
  "rehabilitative_work", "work_trial",
}
benefit_share(IDLE, "benefit_months_idle", "2016-01-01", "2024-12-31",
  "1290/2002 ch. 14 § 3 a (1370/2014)", { "1000", "300" })
benefit_share(ALL, "benefit_months", "2025-01-01", "2026-04-30", "1290/2002 ch. 14 §§ 3 a, 3 b (385/2023)",
  { "700", "400", "from_300", "200", "100" })
benefit_share(ALL, "benefit_months", "2026-05-01", nil, "48/2026 § 51",
  { "700", "400", "from_300", "200", "100" })
