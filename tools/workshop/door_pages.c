/* The page and what it is made of: built into the program. */
#include "workshop/door_inside.h"
#include "workshop/page_files.h"

#include <stdio.h>
#include <string.h>

static bool unpacks(request *r) {
  const char *can = MHD_lookup_connection_value(r->connection, MHD_HEADER_KIND, "Accept-Encoding");
  return can && strstr(can, "gzip") && !strstr(can, "gzip;q=0");
}

static enum MHD_Result send_file(request *r, const char *name, const char *cache) {
  char etag[64];
  snprintf(etag, sizeof etag, "\"%s\"", page_version);
  for (const page_file *f = page_files; f->name; f++)
    if (strcmp(f->name, name) == 0) {
      bool packed = f->packed && unpacks(r);
      answer how = {.status = 200,
                    .sort = ANSWER_PAGE,
                    .type = f->type,
                    .cache = cache,
                    .etag = etag,
                    .packed = packed};
      return packed ? answer_static(r, &how, f->packed, f->packed_length)
                    : answer_static(r, &how, f->bytes, f->length);
    }
  return answer_refusal(r, (refusal){404, "unknown"});
}

enum MHD_Result ask_page(request *r) {
  return send_file(r, "/shell.html", "no-cache");
}

/* What is asked for with this build's version never changes; the rest is asked for again. */
enum MHD_Result ask_file(request *r) {
  const char *version = form_text(&r->query, "v");
  bool same = version && strcmp(version, page_version) == 0;
  return send_file(r, r->path, same ? "public, max-age=31536000, immutable" : "no-cache");
}
