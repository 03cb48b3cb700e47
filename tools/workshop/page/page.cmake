# Says whether the workshop can be built (POLKU_WORKSHOP), and makes its page (page_c): bundled by the
# locked esbuild, its words taken out of the catalogue, its font cut to European letters.
set(page_dir ${CMAKE_SOURCE_DIR}/tools/workshop/page)
set(page_build ${CMAKE_BINARY_DIR}/page)
set(page_c ${CMAKE_BINARY_DIR}/generated/page_files.c)
set(POLKU_WORKSHOP OFF)

find_program(NODE NAMES node nodejs)
find_program(NPM npm)
if(NODE AND NPM)
  execute_process(COMMAND ${page_dir}/install ${page_build} RESULT_VARIABLE page_failed
    OUTPUT_QUIET ERROR_VARIABLE page_error)
  if(page_failed)
    message(STATUS "The workshop is not built: npm could not get its packages. ${page_error}")
  else()
    set(POLKU_WORKSHOP ON)
  endif()
else()
  message(STATUS "The workshop is not built: node or npm is missing")
endif()

if(POLKU_WORKSHOP)
  file(GLOB_RECURSE page_sources CONFIGURE_DEPENDS ${page_dir}/*.js ${page_dir}/*.css
    ${page_dir}/*.html ${page_dir}/*.svg)
  add_executable(page-font ${page_dir}/font.c)
  target_link_libraries(page-font PRIVATE PkgConfig::LETTERS)
  set(page_fonts)
  foreach(style Regular Bold)
    set(font ${page_build}/Lato-${style}.ttf)
    list(APPEND page_fonts ${font})
    # What fontconfig keeps for as long as a program runs is no leak.
    add_custom_command(OUTPUT ${font}
      COMMAND ${CMAKE_COMMAND} -E env ASAN_OPTIONS=detect_leaks=0 $<TARGET_FILE:page-font> ${style} ${font}
      DEPENDS page-font VERBATIM)
  endforeach()
  add_custom_command(OUTPUT ${page_c}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/generated
    COMMAND ${NODE} ${page_dir}/bundle.mjs ${page_build} ${words_dir} ${page_c}
    DEPENDS ${page_sources} ${page_fonts} ${page_dir}/bundle.mjs ${page_dir}/woff.mjs ${words_dir}/fi.json ${words_dir}/sv.json
    ${words_dir}/en.json
    VERBATIM)
endif()
