# What tools/start and tools/test share: the words that they say before the program exists, what the
# build needs, and a build that is quiet unless it fails.
root=$PWD

case "${POLKU_LANG:-${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}}" in
  fi*) lang='fi' ;;
  sv*) lang='sv' ;;
  *) lang=en ;;
esac

# say KEY [VALUE]
say() {
  local text
  case "$lang/$1" in
    fi/installing) text='Asennetaan puuttuvat paketit: %s' ;;
    sv/installing) text='Installerar paket som saknas: %s' ;;
    en/installing) text='Installing the packages that are missing: %s' ;;
    fi/install-failed) text='Pakettien asennus ei onnistunut. Viimeiset rivit:' ;;
    sv/install-failed) text='Paketen kunde inte installeras. De sista raderna:' ;;
    en/install-failed) text='The packages could not be installed. The last lines:' ;;
    fi/not-root) text='Joitakin paketteja puuttuu, ja niiden asentamiseen tarvitaan pääkäyttäjän oikeudet. Anna komento:\n\n  sudo apt-get update && sudo apt-get install %s\n\nja aloita sitten uudelleen.' ;;
    sv/not-root) text='Några paket saknas, och för att installera dem behövs administratörsrätt. Ge kommandot:\n\n  sudo apt-get update && sudo apt-get install %s\n\noch börja sedan om.' ;;
    en/not-root) text='Some packages are missing, and installing them needs the rights of an administrator. Type:\n\n  sudo apt-get update && sudo apt-get install %s\n\nand start again.' ;;
    fi/no-apt) text='Puuttuu (Debianin pakettien nimin): %s. Tässä koneessa ei ole apt-get-komentoa: asenna vastaavat paketit käyttöjärjestelmäsi omalla tavalla ja aloita uudelleen.' ;;
    sv/no-apt) text='Saknas (med namnen på Debians paket): %s. Den här datorn har inte kommandot apt-get: installera motsvarande paket på ditt eget systems sätt och börja om.' ;;
    en/no-apt) text='Missing (by the names of Debian packages): %s. This machine has no apt-get: install what corresponds to them in the way of your system and start again.' ;;
    fi/building) text='Käännetään ohjelma (%s) …' ;;
    sv/building) text='Programmet byggs (%s) …' ;;
    en/building) text='Building the program (%s) …' ;;
    fi/build-failed) text='Ohjelman kääntäminen ei onnistunut. Viimeiset rivit tiedostosta %s:' ;;
    sv/build-failed) text='Programmet kunde inte byggas. De sista raderna ur %s:' ;;
    en/build-failed) text='The program could not be built. The last lines of %s:' ;;
    fi/next) text='Kuva: %s (avaa se selaimessa)\n\nSeuraavaksi:\n\n  Mitä mallista kannattaa tietää?\n    tools/start check models/rovaniemi-tyokyky.json\n  Miksi asiakas pääsee tai ei pääse palkkatukeen yhdistyksessä?\n    tools/start explain models/rovaniemi-tyokyky.json --group coachees --stage association\n  Mitä tapahtuu, jos työllistävät yhdistykset jäävät pois?\n    tools/start simulate models/rovaniemi-tyokyky.json --withdraw village-associations,neuvokas\n  Oman mallin alku selityksineen:\n    tools/start new start -o own.json\n  Ryhmän yhteinen malli selaimeen (--lan avaa sen myös puhelimille):\n    tools/start workshop models/rovaniemi-tyokyky.json\n  Kaikki komennot:\n    tools/start help' ;;
    sv/next) text='Bild: %s (öppna den i en webbläsare)\n\nHärnäst:\n\n  Vad är bra att veta om modellen?\n    tools/start check models/rovaniemi-tyokyky.json\n  Varför får en klient lönesubvention i en förening, eller varför inte?\n    tools/start explain models/rovaniemi-tyokyky.json --group coachees --stage association\n  Vad händer om föreningarna som anställer faller bort?\n    tools/start simulate models/rovaniemi-tyokyky.json --withdraw village-associations,neuvokas\n  Början på en egen modell, med förklaringar:\n    tools/start new start -o own.json\n  Gruppens gemensamma modell i webbläsaren (--lan öppnar den också för telefoner):\n    tools/start workshop models/rovaniemi-tyokyky.json\n  Alla kommandon:\n    tools/start help' ;;
    en/next) text='Picture: %s (open it in a browser)\n\nNext:\n\n  What is worth knowing about the model?\n    tools/start check models/rovaniemi-tyokyky.json\n  Why may a client be hired with wage subsidy by an association, or not?\n    tools/start explain models/rovaniemi-tyokyky.json --group coachees --stage association\n  What if the associations that employ were gone?\n    tools/start simulate models/rovaniemi-tyokyky.json --withdraw village-associations,neuvokas\n  The beginning of a model of your own, explained:\n    tools/start new start -o own.json\n  A group’s shared model in the browser (--lan opens it to phones too):\n    tools/start workshop models/rovaniemi-tyokyky.json\n  All commands:\n    tools/start help' ;;
    fi/log) text='Koko loki: %s' ;;
    sv/log) text='Hela loggen: %s' ;;
    en/log) text='The whole log: %s' ;;
    fi/skipped) text='%s jäi väliin, koska jokin ohjelma puuttuu tai niitä ajetaan vain valitsimella --long' ;;
    sv/skipped) text='%s hoppades över, eftersom något program saknas eller de körs bara med --long' ;;
    en/skipped) text='%s skipped, because a program is missing or they run only with --long' ;;
    fi/no-browser) text='Kuvia ei avata selaimessa, koska tästä puuttuu: %s' ;;
    sv/no-browser) text='Bilderna öppnas inte i en webbläsare, eftersom detta saknas: %s' ;;
    en/no-browser) text='Pictures are not opened in a browser, because this is missing: %s' ;;
    fi/no-page) text='Työpajaa (polku workshop) ei rakenneta, koska tästä puuttuu: %s' ;;
    sv/no-page) text='Verkstaden (polku workshop) byggs inte, eftersom detta saknas: %s' ;;
    en/no-page) text='The workshop (polku workshop) is not built, because this is missing: %s' ;;
    fi/no-valgrind) text='valgrind puuttuu: sen tarkistus jää väliin' ;;
    sv/no-valgrind) text='valgrind saknas: dess granskning hoppas över' ;;
    en/no-valgrind) text='valgrind is not installed: its check is left out' ;;
    fi/test-usage) text='tools/test [--long]' ;;
    sv/test-usage) text='tools/test [--long]' ;;
    en/test-usage) text='tools/test [--long]' ;;
    *) text=$1 ;;
  esac
  # shellcheck disable=SC2059
  printf "$text\n" "${2-}"
}

have_command() { command -v "$1" >/dev/null 2>&1; }

# have_header FILE MODULE: the header lies where compilers look, or pkg-config knows the library.
have_header() {
  local folder
  for folder in /usr/include /usr/local/include ${CPATH:+${CPATH//:/ }}; do
    [ -e "$folder/$1" ] && return 0
  done
  have_command pkg-config && pkg-config --exists "$2"
}

have_lato() {
  if have_command fc-list && fc-list 2>/dev/null | grep -qi 'lato'; then return 0; fi
  find /usr/share/fonts /usr/local/share/fonts "${HOME:-/}/.fonts" "${HOME:-/}/.local/share/fonts" \
    -iname 'lato-regular.*' 2>/dev/null | grep -q .
}

have_browser() {
  have_command chromium || have_command chromium-browser || have_command google-chrome
}

# missing_packages build|page|test|browser …: the Debian packages of what is not there.
missing_packages() {
  local part
  for part in "$@"; do
    case $part in
      build)
        have_command cc && [ -e /usr/include/stdio.h ] || echo gcc libc6-dev
        have_command cmake || echo cmake
        have_command ninja || have_command make || echo ninja-build
        have_command pkg-config || echo pkg-config
        have_header jansson.h jansson || echo libjansson-dev
        have_header lua5.4/lua.h lua5.4 || echo liblua5.4-dev
        have_header graphviz/gvc.h libgvc || echo libgraphviz-dev
        have_header cairo/cairo-pdf.h cairo-pdf || echo libcairo2-dev
        have_header png.h libpng || echo libpng-dev
        have_header zlib.h zlib || echo zlib1g-dev
        have_header fontconfig/fontconfig.h fontconfig || echo libfontconfig-dev
        have_header harfbuzz/hb-subset.h harfbuzz-subset || echo libharfbuzz-dev
        have_header sqlite3.h sqlite3 || echo libsqlite3-dev
        have_header xlsxwriter.h xlsxwriter || echo libxlsxwriter-dev
        have_header microhttpd.h libmicrohttpd || echo libmicrohttpd-dev
        have_header qrencode.h libqrencode || echo libqrencode-dev
        have_lato || echo fonts-lato
        ;;
      page)
        have_command node || have_command nodejs || echo nodejs
        have_command npm || echo npm
        ;;
      browser)
        have_command node || echo nodejs
        have_command npm || echo npm
        have_browser || echo chromium
        ;;
      test)
        have_header cmocka.h cmocka || echo libcmocka-dev
        have_command mpirun || echo openmpi-bin
        have_command mpicc || echo libopenmpi-dev
        ;;
    esac
  done
}

install_packages() {
  local log
  say installing "$*"
  log=$(mktemp) || exit 3
  {
    ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1 || apt-get update
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" ||
      { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; }
  } >"$log" 2>&1 || {
    say install-failed >&2
    tail -20 "$log" >&2
    rm -f "$log"
    exit 3
  }
  rm -f "$log"
}

# need_all build|test …: installs what is missing, or says how to.
need_all() {
  local packages
  packages=$(missing_packages "$@" | tr '\n' ' ')
  packages=${packages% }
  [ -n "$packages" ] || return 0
  if ! have_command apt-get; then
    say no-apt "$packages" >&2
    exit 3
  elif [ "$(id -u)" -ne 0 ]; then
    say not-root "$packages" >&2
    exit 3
  fi
  # shellcheck disable=SC2086
  install_packages $packages
}

# try_install browser|page: installs what is missing where that can be done; says what is still
# missing.
try_install() {
  local packages
  packages=$(missing_packages "$1" | tr '\n' ' ')
  if [ -n "$packages" ] && have_command apt-get && [ "$(id -u)" -eq 0 ]; then
    # shellcheck disable=SC2086
    (install_packages $packages) >&2
    packages=$(missing_packages "$1" | tr '\n' ' ')
  fi
  echo "${packages% }"
}

# want_page: what the page of the workshop is bundled with; without it all else is built.
want_page() {
  local packages
  packages=$(try_install page)
  [ -z "$packages" ] || say no-page "$packages" >&2
}

# want_browser BUILD: what the tests in a browser need, packages of npm in BUILD/browser included;
# says so where it cannot be had, and those tests are then left out.
want_browser() {
  local packages log=$1/browser.log
  mkdir -p "$1" || exit 3
  packages=$(try_install browser)
  if [ -n "$packages" ]; then
    say no-browser "$packages" >&2
  elif ! tests/browser/install "$1/browser" >"$log" 2>&1; then
    tail -5 "$log" >&2
    say no-browser "npm ci" >&2
  fi
}

# build_quietly FOLDER [CMAKE OPTIONS…]: the log's tail when it fails. Options are given once, so
# that a folder which somebody configured by hand stays as it is; a folder that was copied from
# elsewhere begins anew.
build_quietly() {
  local folder=$1 log=$1/build.log generator=()
  shift
  mkdir -p "$folder" || exit 3
  if [ -f "$folder/CMakeCache.txt" ] &&
    ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$folder/CMakeCache.txt"; then
    rm -rf "$folder/CMakeCache.txt" "$folder/CMakeFiles"
  fi
  if [ -f "$folder/CMakeCache.txt" ]; then
    set --
  else
    have_command ninja && generator=(-G Ninja)
    if [ "$lang" ] && [ -t 1 ]; then say building "$folder"; fi
  fi
  if ! { cmake -S . -B "$folder" "${generator[@]}" "$@" && cmake --build "$folder" -j "$(nproc)"; } >"$log" 2>&1; then
    say build-failed "$log" >&2
    tail -30 "$log" >&2
    exit 3
  fi
}
