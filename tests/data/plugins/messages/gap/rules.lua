polku.kind "work_trial" {}
polku.allow "work_trial" { from = "2020-01-01", ["until"] = "2024-06-30", ref = "Act 2/2019 § 3" }
polku.allow "work_trial" { from = "2025-01-01", ref = "Act 7/2024 § 3" }
