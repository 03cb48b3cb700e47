-- A town that belongs to two regions, which do not agree.
return {
  id = "border-town", version = "1.0", api = 1, level = "municipality",
  extends = { north = ">=1", south = ">=1" },
}
