/* page-font STYLE OUT.ttf: Lato of a style, cut to what the page of the workshop is written with.
 *
 * A program of the build, not of anybody who uses polku. A whole Lato is 650 kilobytes for each
 * weight, which sixty phones would wait for on the network of a meeting room; the letters of
 * Europe's languages, the signs of the page and their kerning are a tenth of that. The names of
 * copyright and licence stay in the font, as the Open Font License asks. */
#include <fontconfig/fontconfig.h>
#include <hb-subset.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Latin letters with all that Europe puts on them, then punctuation and signs. */
static const struct range {
  hb_codepoint_t first, last;
} kept[] = {
    {0x20, 0x7e},     {0xa0, 0x17f},    {0x18f, 0x18f},   {0x1cd, 0x1dc},   {0x1e4, 0x1e9},
    {0x1ee, 0x1ef},   {0x218, 0x21b},   {0x2c6, 0x2dd},   {0x1e80, 0x1e85}, {0x1ef2, 0x1ef3},
    {0x2010, 0x2026}, {0x2030, 0x2030}, {0x2032, 0x2033}, {0x2039, 0x203a}, {0x20ac, 0x20ac},
    {0x2122, 0x2122}, {0x2190, 0x2195}, {0x21a9, 0x21ba}, {0x2212, 0x2212}, {0x2215, 0x2215},
    {0x2248, 0x2248}, {0x2260, 0x2265}, {0x25a0, 0x25ff}, {0x2713, 0x2717},
};

/* The file that fontconfig names for Lato; where there is no Lato, for what stands in for it. */
static hb_face_t *find_face(const char *style) {
  FcPattern *asked = FcPatternBuild(NULL, FC_FAMILY, FcTypeString, "Lato", FC_STYLE, FcTypeString,
                                    style, (char *)NULL);
  FcResult result;
  FcConfigSubstitute(NULL, asked, FcMatchPattern);
  FcDefaultSubstitute(asked);
  FcPattern *found = FcFontMatch(NULL, asked, &result);
  FcChar8 *file = NULL;
  hb_face_t *face = NULL;
  if (found && FcPatternGetString(found, FC_FILE, 0, &file) == FcResultMatch) {
    hb_blob_t *blob = hb_blob_create_from_file((const char *)file);
    face = hb_face_create(blob, 0);
    hb_blob_destroy(blob);
  }
  if (found)
    FcPatternDestroy(found);
  FcPatternDestroy(asked);
  return face;
}

static void fill(hb_set_t *set, const hb_tag_t *tags, size_t count) {
  hb_set_clear(set);
  for (size_t i = 0; i < count; i++)
    hb_set_add(set, tags[i]);
}

static hb_face_t *cut(hb_face_t *face) {
  static const hb_tag_t features[] = {HB_TAG('k', 'e', 'r', 'n'), HB_TAG('c', 'c', 'm', 'p'),
                                      HB_TAG('l', 'o', 'c', 'l'), HB_TAG('m', 'a', 'r', 'k'),
                                      HB_TAG('t', 'n', 'u', 'm')};
  static const hb_tag_t names[] = {0, 13, 14}; /* copyright, licence, its address */
  hb_subset_input_t *input = hb_subset_input_create_or_fail();
  if (!input)
    return NULL;
  for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
    hb_set_add_range(hb_subset_input_unicode_set(input), kept[i].first, kept[i].last);
  fill(hb_subset_input_set(input, HB_SUBSET_SETS_LAYOUT_FEATURE_TAG), features,
       sizeof features / sizeof features[0]);
  fill(hb_subset_input_set(input, HB_SUBSET_SETS_NAME_ID), names, sizeof names / sizeof names[0]);
  hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
  hb_face_t *small = hb_subset_or_fail(face, input);
  hb_subset_input_destroy(input);
  return small;
}

static int write_face(hb_face_t *face, const char *path) {
  hb_blob_t *font = hb_face_reference_blob(face);
  unsigned length = 0;
  const char *bytes = hb_blob_get_data(font, &length);
  FILE *out = fopen(path, "wb");
  int written = out && fwrite(bytes, 1, length, out) == length;
  if (out && fclose(out) != 0)
    written = 0;
  hb_blob_destroy(font);
  return written;
}

int main(int count, char **words) {
  hb_face_t *face = count == 3 ? find_face(words[1]) : NULL;
  hb_face_t *small = face ? cut(face) : NULL;
  int written = small && write_face(small, words[2]);
  if (!written)
    fprintf(stderr, "page-font: no font for the page could be made\n");
  hb_face_destroy(small);
  hb_face_destroy(face);
  FcFini();
  return written ? EXIT_SUCCESS : EXIT_FAILURE;
}
