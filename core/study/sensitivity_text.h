/* What the files that tell a sensitivity share. */
#ifndef PK_SENSITIVITY_TEXT_H
#define PK_SENSITIVITY_TEXT_H

#include "study/result_text.h"
#include "study/sensitivity.h"

/* Half of the 90 % interval of a normal number is this many standard errors. */
#define PK_Z90 1.6448536269514722

/* Columns of a number in a list. */
enum { PK_MATTER_NUMBER = 14 };

/* What the outcome is told in: people, or months per client; a value in it. */
bool pk_matters_in_people(const polku_sensitivity *s);
double pk_matters_shown(const polku_sensitivity *s, double value);
const char *pk_matters_outcome(pk_pen *pen, const polku_sensitivity *s, double value);

/* "+0,8", "−0,8", "0" where nothing would be seen, "±0,3" where chance might have made all of it.
 */
const char *pk_matters_change(pk_pen *pen, double change, double error, pk_text *buffer);

/* A value of the number, and its name with those that vary with it, and whose it is. */
const char *pk_matters_value(pk_pen *pen, const pk_matter *m, double value);
void pk_matters_name(pk_pen *pen, const pk_matter *m, pk_text *name);

/* How many say how uncertain they are: they stand first. */
int pk_matters_uncertain(const polku_sensitivity *s);

/* The parts of the text. */
void pk_matters_tornado(pk_pen *pen, const polku_sensitivity *s);
void pk_matters_information(pk_pen *pen, const polku_sensitivity *s); /* one sentence */
void pk_matters_options(pk_pen *pen, const polku_sensitivity *s);
void pk_matters_wholes(pk_pen *pen, const polku_sensitivity *s);
void pk_matters_leverage(pk_pen *pen, const polku_sensitivity *s);
void pk_matters_bare(pk_pen *pen, const polku_sensitivity *s);

#endif
