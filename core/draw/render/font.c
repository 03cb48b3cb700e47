/* The letters that an SVG takes along.
 *
 * Text is measured in Lato; a machine that has no Lato would show it in another font, up to 18 %
 * wider, out of its boxes. So an SVG carries its letters: of each weight a font with what the
 * picture uses and nothing else, some ten kilobytes. Kerning and ligatures stay in it, because
 * Graphviz measured with them. The names of copyright and licence stay too (the Open Font License
 * asks for them), the font's own name goes. */
#include "draw/render/render.h"

#include <fontconfig/fontconfig.h>
#include <hb-subset.h>
#include <stdlib.h>
#include <string.h>

/* The font's file, where it is Lato; NULL where another would stand in for it. */
static hb_face_t *find_face(int weight) {
  FcPattern *asked = FcPatternBuild(NULL, FC_FAMILY, FcTypeString, "Lato", FC_WEIGHT, FcTypeInteger,
                                    weight, FC_SLANT, FcTypeInteger, FC_SLANT_ROMAN, (char *)NULL);
  FcResult result;
  FcConfigSubstitute(NULL, asked, FcMatchPattern);
  FcDefaultSubstitute(asked);
  FcPattern *found = FcFontMatch(NULL, asked, &result);
  FcChar8 *family = NULL, *file = NULL;
  hb_face_t *face = NULL;
  if (found && FcPatternGetString(found, FC_FAMILY, 0, &family) == FcResultMatch &&
      FcPatternGetString(found, FC_FILE, 0, &file) == FcResultMatch &&
      strcmp((const char *)family, "Lato") == 0) {
    hb_blob_t *blob = hb_blob_create_from_file((const char *)file);
    face = hb_face_create(blob, 0);
    hb_blob_destroy(blob);
  }
  if (found)
    FcPatternDestroy(found);
  FcPatternDestroy(asked);
  return face;
}

void render_fonts_load(render_fonts *fonts) {
  fonts->regular = find_face(FC_WEIGHT_REGULAR);
  fonts->bold = find_face(FC_WEIGHT_BOLD);
}

/* ------------------------------------------------------------------------------ subsets */

/* The code points of UTF-8 text; what is not well-formed adds letters that nobody will miss. */
static void add_letters(hb_set_t *letters, const char *text) {
  hb_buffer_t *buffer = hb_buffer_create();
  unsigned count;
  hb_buffer_add_utf8(buffer, text, -1, 0, -1);
  const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(buffer, &count);
  for (unsigned i = 0; i < count; i++)
    hb_set_add(letters, info[i].codepoint);
  hb_buffer_destroy(buffer);
}

static bool collect_letters(hb_set_t *letters, const pk_scene *scene, bool bold) {
  for (int i = 0; i < scene->item_count; i++)
    for (int k = 0; k < scene->items[i].line_count; k++)
      if (scene->items[i].lines[k].bold == bold)
        add_letters(letters, scene->items[i].lines[k].text);
  return !hb_set_is_empty(letters);
}

/* What shapers apply unasked, as Graphviz's does. */
static void keep_features(hb_subset_input_t *input) {
  static const char *const kept[] = {"kern", "liga", "clig", "calt", "rlig",
                                     "ccmp", "locl", "mark", "mkmk"};
  hb_set_t *features = hb_subset_input_set(input, HB_SUBSET_SETS_LAYOUT_FEATURE_TAG);
  hb_set_clear(features);
  for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
    hb_set_add(features, hb_tag_from_string(kept[i], -1));
}

static void keep_names(hb_subset_input_t *input) {
  enum { COPYRIGHT = 0, LICENCE = 13, ADDRESS = 14 };
  hb_set_t *names = hb_subset_input_set(input, HB_SUBSET_SETS_NAME_ID);
  hb_set_clear(names);
  hb_set_add(names, COPYRIGHT);
  hb_set_add(names, LICENCE);
  hb_set_add(names, ADDRESS);
}

/* The font of a weight with the picture's letters; NULL when it has none, or on failure. */
static hb_blob_t *subset(hb_face_t *face, const pk_scene *scene, bool bold) {
  hb_subset_input_t *input = face ? hb_subset_input_create_or_fail() : NULL;
  if (!input || !collect_letters(hb_subset_input_unicode_set(input), scene, bold))
    return NULL;
  keep_features(input);
  keep_names(input);
  hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
  hb_face_t *small = hb_subset_or_fail(face, input);
  return small ? hb_face_reference_blob(small) : NULL;
}

static void write_face(FILE *out, hb_face_t *face, const pk_scene *scene, bool bold) {
  hb_blob_t *font = subset(face, scene, bold);
  unsigned length = 0;
  const char *bytes = font ? hb_blob_get_data(font, &length) : NULL;
  size_t size = 0;
  char *woff = bytes ? render_woff(bytes, length, &size) : NULL;
  if (!woff)
    return;
  fprintf(out, "@font-face{font-family:Lato;font-weight:%s;src:url(data:font/woff;base64,",
          bold ? "bold" : "normal");
  render_base64(out, woff, size);
  fputs(") format(\"woff\")}\n", out);
}

char *render_font_style(const render_fonts *fonts, const pk_scene *scene) {
  char *style = NULL;
  size_t length;
  FILE *out = open_memstream(&style, &length);
  if (!out)
    return NULL;
  if (fonts->regular || fonts->bold) {
    fputs("<style>/* Lato, SIL Open Font License 1.1, openfontlicense.org */\n", out);
    write_face(out, fonts->regular, scene, false);
    write_face(out, fonts->bold, scene, true);
    fputs("</style>\n", out);
  }
  return fclose(out) == 0 ? style : NULL;
}
