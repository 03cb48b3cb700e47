/* The numbers of a drawing made elsewhere: each is taken for what it says, and what is not
 * understood is told and not guessed at. */
#include "model/imported.h"

static void counts_become_evidence(void **state) {
  (void)state;
  imported it = from_list("from,to,count\nstart,work,17\nstart,other,47\n");
  json_t *evidence =
      json_object_get(at(it.model, "transitions", "start-work", "share"), "evidence");
  assert_true(json_number_value(json_object_get(evidence, "events")) == 17);
  assert_true(json_number_value(json_object_get(evidence, "of")) == 64);
  end(&it);
}

/* One and none are counts where the column says so, or where others at the stage are. */
static void one_and_none_are_counts_beside_counts(void **state) {
  (void)state;
  static const char *const lists[] = {"from,to,count\na,b,1\na,c,3\na,d,0\n",
                                      "a;b;1\na;c;3\na;d;0\n"};
  for (size_t i = 0; i < 2; i++) {
    imported it = from_list(lists[i]);
    json_t *one = at(it.model, "transitions", "a-b", "share");
    assert_true(json_number_value(json_object_get(one, "value")) == 0.25);
    assert_true(json_number_value(at(one, "evidence", "of", NULL)) == 4);
    assert_true(json_number_value(
                    json_object_get(at(it.model, "transitions", "a-d", "share"), "value")) == 0);
    end(&it);
  }
  imported it = from_list("from,to,count\na,b,1\na,c,1\n");
  assert_true(
      json_number_value(at(json_object_get(at(it.model, "transitions", "a-b", "share"), "evidence"),
                           "of", NULL, NULL)) == 2);
  end(&it);
  it = from_list("a;b;1 234\na;c;1\xc2\xa0"
                 "766\n");
  json_t *many = at(it.model, "transitions", "a-b", "share");
  assert_true(json_number_value(at(many, "evidence", "of", NULL)) == 3000);
  end(&it);
}

/* What only looks like a share, a chance or a count is not taken for one, and not passed over. */
static void a_number_that_is_not_used_is_told(void **state) {
  (void)state;
  static const char *const labels[] = {"6 kk",  "1e-1", "0x1p-1", "-0.5", "1.5",
                                       "140 %", "1/3",  "17/64",  "1,5",  "5 euroa"};
  for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
    char text[100];
    snprintf(text, sizeof text, "flowchart LR\n a -->|%s| b\n a -->|40 %%| c\n a --> d\n",
             labels[i]);
    imported it = from_mermaid(text);
    json_t *number = at(it.model, "transitions", "a-b", "share");
    if (!says(&it, "W-IMPORT-NUMBER") ||
        strcmp(json_string_value(json_object_get(number, "basis")), "assumed") != 0)
      fail_msg("%s was taken for a number", labels[i]);
    assert_true(share(&it, "a-c") == 0.4);
    end(&it);
  }
  imported it = from_mermaid("flowchart LR\n a -->|17 hlöä| b\n a -->|palaa| c\n");
  assert_false(says(&it, "W-IMPORT-NUMBER"));
  end(&it);
}

static void shares_of_nothing_are_not_taken_for_shares(void **state) {
  (void)state;
  static const char *const lists[] = {"from,to,share\na,b,0\na,c,0\n",
                                      "from,to,count\na,b,0\na,c,0\n"};
  for (size_t i = 0; i < 2; i++) {
    imported it = from_list(lists[i]);
    json_t *number = at(it.model, "transitions", "a-b", "share");
    assert_string_equal(json_string_value(json_object_get(number, "basis")), "assumed");
    assert_true(says(&it, i == 0 ? "W-IMPORT-SUM" : "W-IMPORT-NUMBER"));
    end(&it);
  }
}

static void chances_per_step_stay_what_they_are(void **state) {
  (void)state;
  imported it = from_mermaid("flowchart LR\n a -->|1 %/kk| b\n a -->|2,5 %/kk| c\n");
  json_t *b = at(it.model, "transitions", "a-b", "per_step");
  json_t *c = at(it.model, "transitions", "a-c", "per_step");
  assert_true(json_number_value(json_object_get(b, "value")) == 0.01);
  assert_true(json_number_value(json_object_get(c, "value")) == 0.025);
  end(&it);
}

static void shares_that_make_no_whole_are_scaled_and_told(void **state) {
  (void)state;
  imported it = from_mermaid("flowchart LR\n a -->|30 %| b\n a -->|30 %| c\n");
  assert_true(share(&it, "a-b") == 0.5);
  assert_true(says(&it, "W-IMPORT-SUM"));
  end(&it);
  it = from_mermaid("flowchart LR\n a -->|40 %| b\n a -->|60 %| c\n a --> a\n");
  assert_false(says(&it, "W-IMPORT-SUM"));
  assert_true(says(&it, "W-IMPORT-LOOP"));
  end(&it);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(counts_become_evidence),
      cmocka_unit_test(one_and_none_are_counts_beside_counts),
      cmocka_unit_test(a_number_that_is_not_used_is_told),
      cmocka_unit_test(shares_of_nothing_are_not_taken_for_shares),
      cmocka_unit_test(chances_per_step_stay_what_they_are),
      cmocka_unit_test(shares_that_make_no_whole_are_scaled_and_told),
  };
  return RUN(tests);
}
