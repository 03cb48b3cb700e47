/* Secrets that nobody guesses, and a code that everybody can say across a table. */
#include "workshop/room_inside.h"

#include <stdio.h>
#include <string.h>
#include <sys/random.h>

/* Short Finnish words that sound harmless in three languages, without ä, ö, å and without letters
 * that are heard for others. */
static const char *const words[] = {
    "AAMU",  "AHTI",   "AURA",   "HALKO",  "HARJU", "HAUKI", "HELMI",  "HILLA",  "HIRVI", "ILTA",
    "ILVES", "JOKI",   "KAISLA", "KALLIO", "KANTO", "KARHU", "KATAJA", "KELO",   "KETTU", "KIVI",
    "KOIVU", "KORPI",  "KOSKI",  "KUKKA",  "KUURA", "LAHTI", "LAMPI",  "LATU",   "LEHTI", "LINTU",
    "LOKKI", "LUMI",   "LUOTO",  "MAJAVA", "MARJA", "NIEMI", "NIITTY", "NUOTIO", "OKSA",  "ORAVA",
    "PAJU",  "PELTO",  "PILVI",  "POLKU",  "PORO",  "PURO",  "RANTA",  "RETKI",  "ROUTA", "RUSKA",
    "SAARI", "SAMMAL", "SORSA",  "SUVI",   "TAIMI", "TALVI", "TUULI",  "USVA",   "VALO",  "VIRTA"};

/* A number below `n` without favour: what is left over of 256 is drawn again. */
static bool draw(unsigned n, unsigned *value) {
  unsigned char byte;
  do {
    if (getrandom(&byte, 1, 0) != 1)
      return false;
  } while (byte >= 256 / n * n);
  *value = byte % n;
  return true;
}

bool room_make_secret(char secret[33]) {
  unsigned char bytes[16];
  if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
    return false;
  for (size_t i = 0; i < sizeof bytes; i++)
    snprintf(secret + 2 * i, 3, "%02x", bytes[i]);
  return true;
}

bool room_make_code(char code[16]) {
  unsigned word, number;
  if (!draw(sizeof words / sizeof *words, &word) || !draw(90, &number))
    return false;
  snprintf(code, 16, "%s-%u", words[word], number + 10);
  return true;
}

bool room_same_secret(const char *a, const char *b) {
  unsigned differ = 0;
  if (strlen(a) != 32 || strlen(b) != 32)
    return false;
  for (size_t i = 0; i < 32; i++)
    differ |= (unsigned)(unsigned char)a[i] ^ (unsigned)(unsigned char)b[i];
  return differ == 0;
}
