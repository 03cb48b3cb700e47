-- The young go first, then the old who have sought for half of the last year, then whoever has
-- waited longest on the list.
polku.attribute "age" { int = { 15, 68 }, unit = "year", of = "client", default = 40, name = { fi = "ikä", sv = "ålder", en = "age" } }

polku.history "sought" { keep = 28, runs_in = { "seek", "list" }, name = { fi = "työnhaku", sv = "jobbsökning", en = "seeking work" } }
polku.clock "sought_of_12" { of = "sought", last = 12, name = { fi = "työnhakukuukaudet vuodesta", sv = "månader av året", en = "months sought of the last year" } }
polku.counter "listed" { counts = { "list" }, max = 18, resets_on = { "place" } }
polku.counter "this_time" { counts = { "list" }, max = 18, resets_on = { "list" } }
polku.counter "since_place" { since_end_of = { "place" }, max = 6 }

polku.kind "seek" { waiting = true, name = { fi = "Työnhaku", sv = "Jobbsökning", en = "Seeking work" } }
polku.kind "list" { name = { fi = "Jonotuslista", sv = "Väntelista", en = "Waiting list" } }
polku.kind "place" { name = { fi = "Paikka", sv = "Plats", en = "Place" } }
polku.kind "job" { employed = true, open = true, name = { fi = "Työ", sv = "Arbete", en = "Job" } }
polku.role "host" { row = "employment", host = true, name = { fi = "Järjestää", sv = "Ordnar", en = "Hosts" } }

polku.priority "place" {
  from = "2020-01-01", ref = "Act § 1",
  cases = {
    { reads = { "age" }, when = function(c) return c.age < 25 end, value = 1, ref = "Act § 1.1" },
    { reads = { "age", "sought_of_12" }, value = 2, ref = "Act § 1.2",
      when = function(c) return c.age >= 55 and c.sought_of_12 >= 6 end },
    { reads = { "since_place" }, when = function(c) return c.since_place < 6 end, value = 30, ref = "Act § 1.3" },
    { reads = { "listed" }, default = function(c) return 20 - c.listed end, ref = "Act § 1.4" },
  },
}
polku.priority "job" {
  from = "2020-01-01", ref = "Act § 2",
  cases = {
    { reads = { "this_time" }, when = function(c) return c.this_time >= 2 end, value = -5 },
    { default = 5 },
  },
}
