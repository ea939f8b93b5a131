# A test program for each src/<layer>/**/*_test.c; it links its own layer and those below, so that a wrong dependency
# does not link. tests/support/<layer>*.c holds helpers that the tests of that layer and those above share.
#
# Programs of the layers store, web, features and main run on both databases (label "db"), the others once (label "plain").
#
# tests/list.txt in the build folder has a line "label name" per program: what ./test runs.
set(test_list "")
set(layers base store text out web features main)
foreach(name ${layers})
  file(GLOB support CONFIGURE_DEPENDS tests/support/${name}/*.c)
  file(GLOB sample_statements RELATIVE ${PROJECT_SOURCE_DIR} CONFIGURE_DEPENDS tests/support/${name}/*.sql)
  file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/gen/tests/support/${name})
  foreach(file ${sample_statements})
    set(out ${PROJECT_BINARY_DIR}/gen/${file})
    add_custom_command(OUTPUT ${out}.c ${out}.h COMMAND sqlc ${PROJECT_SOURCE_DIR}/${file} ${out}.c ${out}.h
      DEPENDS ${PROJECT_SOURCE_DIR}/${file} sqlc COMMENT "sqlc ${file}" VERBATIM)
    list(APPEND support ${out}.c ${out}.h)
  endforeach()
  if(support)
    add_library(support_${name} STATIC ${support})
    target_link_libraries(support_${name} PUBLIC talkoot_${name} PkgConfig::CMOCKA ${support_below})
    target_compile_definitions(support_${name} PRIVATE TALKOOT_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    target_include_directories(support_${name} PUBLIC ${PROJECT_SOURCE_DIR}/tests)
    set(support_below support_${name} ${support_below})
  endif()
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS src/${name}/*_test.c)
  foreach(source ${sources})
    get_filename_component(test ${source} NAME_WE)
    add_executable(${test} ${source})
    target_include_directories(${test} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
    target_compile_definitions(${test} PRIVATE TALKOOT_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
      TALKOOT_BINARY_DIR="${PROJECT_BINARY_DIR}")
    target_link_libraries(${test} PRIVATE ${support_below} talkoot_${name} PkgConfig::CMOCKA)
    set_target_properties(${test} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
    add_test(NAME ${test} COMMAND ${test})
    if(name MATCHES "^(store|web|features|main)$")
      set(label db)
    else()
      set(label plain)
    endif()
    set_tests_properties(${test} PROPERTIES LABELS ${label})
    string(APPEND test_list "${label} ${test}\n")
  endforeach()
endforeach()

# fuzz/NAME.c holds LLVMFuzzerTestOneInput for bytes that come from outside. Here it becomes a program that replays
# fuzz/corpus/NAME/ (label "fuzz"); with TALKOOT_FUZZ (clang) it becomes a libFuzzer that searches for more.
option(TALKOOT_FUZZ "build fuzz/*.c as libFuzzer programs" OFF)
file(GLOB sources CONFIGURE_DEPENDS fuzz/*.c)
foreach(source ${sources})
  get_filename_component(name ${source} NAME_WE)
  set(test fuzz_${name})
  if(TALKOOT_FUZZ)
    add_executable(${test} ${source})
    target_compile_options(${test} PRIVATE -fsanitize=fuzzer)
    target_link_options(${test} PRIVATE -fsanitize=fuzzer)
  else()
    add_executable(${test} ${source} tests/replay.c)
    target_compile_definitions(${test} PRIVATE REPLAY_NAME="${name}"
      REPLAY_CORPUS="${PROJECT_SOURCE_DIR}/fuzz/corpus/${name}")
    add_test(NAME ${test} COMMAND ${test})
    set_tests_properties(${test} PROPERTIES LABELS fuzz)
    string(APPEND test_list "fuzz ${test}\n")
  endif()
  target_link_libraries(${test} PRIVATE talkoot_main)
  set_target_properties(${test} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
endforeach()

# The build-time tools: tools/tests/<tool>_test.c runs the tool; templates beside it are compiled into the program, and the
# texts of tools/tests/sample_*.po take the place of the program's own, so that no test hangs on a translation.
set(sample_texts ${PROJECT_BINARY_DIR}/gen/tools/tests/texts.c)
set(sample_po ${PROJECT_SOURCE_DIR}/tools/tests/sample_fi.po ${PROJECT_SOURCE_DIR}/tools/tests/sample_sv.po)
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/gen/tools/tests)
add_custom_command(OUTPUT ${sample_texts} COMMAND po2c ${sample_texts} ${sample_po} DEPENDS po2c ${sample_po} VERBATIM)
file(GLOB sources CONFIGURE_DEPENDS tools/tests/*_test.c)
foreach(source ${sources})
  get_filename_component(test ${source} NAME_WE)
  string(REGEX REPLACE "_test$" "" tool ${test})
  set(made)
  file(GLOB templates CONFIGURE_DEPENDS tools/tests/${tool}_*.tpl)
  foreach(template ${templates})
    get_filename_component(name ${template} NAME)
    set(out ${PROJECT_BINARY_DIR}/gen/tools/tests/${name})
    add_custom_command(OUTPUT ${out}.c ${out}.h COMMAND tplc ${template} ${out}.c ${out}.h
      DEPENDS ${template} tplc COMMENT "tplc ${name}" VERBATIM)
    list(APPEND made ${out}.c ${out}.h)
  endforeach()
  add_executable(${test} ${source} ${made} ${sample_texts})
  add_dependencies(${test} ${tool})
  target_include_directories(${test} PRIVATE ${PROJECT_SOURCE_DIR}/tests ${PROJECT_SOURCE_DIR}/tools/tests
    ${PROJECT_BINARY_DIR}/gen/tools/tests)
  target_compile_definitions(${test} PRIVATE TALKOOT_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
    TALKOOT_BINARY_DIR="${PROJECT_BINARY_DIR}" TALKOOT_CC="${CMAKE_C_COMPILER}")
  target_link_libraries(${test} PRIVATE talkoot_out PkgConfig::CMOCKA)
  set_target_properties(${test} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  add_test(NAME ${test} COMMAND ${test})
  set_tests_properties(${test} PROPERTIES LABELS plain)
  string(APPEND test_list "plain ${test}\n")
endforeach()

file(WRITE ${PROJECT_BINARY_DIR}/tests/list.txt "${test_list}")

# Oracles: readers that only a test links. Without them that test says so and is skipped.
pkg_check_modules(ICAL IMPORTED_TARGET libical)
if(ICAL_FOUND AND TARGET ical_test)
  target_link_libraries(ical_test PRIVATE PkgConfig::ICAL)
  target_compile_definitions(ical_test PRIVATE WITH_LIBICAL)
endif()
