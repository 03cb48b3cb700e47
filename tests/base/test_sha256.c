/* SHA-256 gives the published digests: of FIPS 180-4's examples, and wherever the padding takes one
 * block more. */
#include "support/check.h"

#include "base/sha256.h"

#include <stdlib.h>
#include <string.h>

static void expect(const void *bytes, size_t length, const char *digest) {
  char hex[65];
  pk_sha256(bytes, length, hex);
  assert_string_equal(hex, digest);
}

/* "SHA-256 example", NIST, Cryptographic Standards and Guidelines: one block, two blocks; and the
 * message of FIPS 180-2, appendix B.3. */
static void the_examples_of_the_standard(void **state) {
  (void)state;
  const char *two = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
  expect("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(two, strlen(two), "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  expect("", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  char *million = malloc(1000000);
  assert_non_null(million);
  memset(million, 'a', 1000000);
  expect(million, 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  free(million);
}

/* NIST CAVP, SHA256ShortMsg.rsp (byte-oriented): one byte, and 64 bytes, which need a second block
 * for the length. */
static void the_vectors_of_cavp(void **state) {
  (void)state;
  static const unsigned char one[] = {0xd3};
  static const unsigned char block[] = {
      0x5a, 0x86, 0xb7, 0x37, 0xea, 0xea, 0x8e, 0xe9, 0x76, 0xa0, 0xa2, 0x4d, 0xa6,
      0x3e, 0x7e, 0xd7, 0xee, 0xfa, 0xd1, 0x8a, 0x10, 0x1c, 0x12, 0x11, 0xe2, 0xb3,
      0x65, 0x0c, 0x51, 0x87, 0xc2, 0xa8, 0xa6, 0x50, 0x54, 0x72, 0x08, 0x25, 0x1f,
      0x6d, 0x42, 0x37, 0xe6, 0x61, 0xc7, 0xbf, 0x4c, 0x77, 0xf3, 0x35, 0x39, 0x03,
      0x94, 0xc3, 0x7f, 0xa1, 0xa9, 0xf9, 0xbe, 0x83, 0x6a, 0xc2, 0x85, 0x09};
  expect(one, 1, "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1");
  expect(block, 64, "42e61e174fbb3897d6dd6cef3dd2802fe67b331953b06114a65c772859dfc1aa");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_examples_of_the_standard),
      cmocka_unit_test(the_vectors_of_cavp),
  };
  return RUN(tests);
}
