/* polku-desk: reads one job after the other, does it, answers. */
int main(void) {
  return 0;
}
