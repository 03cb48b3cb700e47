polku.kind "seeking" { waitng = true, name = { fi = "Työnhaku" } }
polku.attribute "age" { of = "client", int = { 68, 15 }, unit = "year" }
polku.limit "support" { from = "2020-13-01", cases = { { default = "support.moths" } } }
error("halfway")
