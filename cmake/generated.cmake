# What is generated from more than one file: tables of texts, the files in the binary, the lists of features and statements.
# Each block appends its files to LAYER_EXTRA_<layer>.

# -- files for browsers: assets/dist/ (made by `node assets/build.mjs`) -> in the binary ------------------------------------
# Without them the table is empty: C builds and tests need no Node. File names carry a hash of the content, so the manifest
# is all there is to depend on.
file(GLOB asset_manifest CONFIGURE_DEPENDS assets/dist/manifest.txt)
set(asset_table ${PROJECT_BINARY_DIR}/gen/web/asset_table.c)
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/gen/web)
if(NOT asset_manifest)
  message(WARNING "assets/dist is missing (npm ci && node assets/build.mjs): the pages will have no style and no script")
  set(asset_manifest_or_none -)
else()
  set(asset_manifest_or_none ${asset_manifest})
endif()
add_custom_command(OUTPUT ${asset_table}
  COMMAND assetc ${asset_manifest_or_none} ${asset_table}
  DEPENDS ${asset_manifest} assetc COMMENT "assetc assets/dist" VERBATIM)
list(APPEND LAYER_EXTRA_web ${asset_table})

# -- texts: po/*.po -> gen/text/texts.c -------------------------------------------------------------------------------
# Releases collect every message of the sources and refuse a missing translation. Everyday builds only read the .po files;
# a message without translation then shows in English, and the target texts_check, which ./test runs, says which.
string(COMPARE EQUAL "${CMAKE_BUILD_TYPE}" "Release" release)
option(TALKOOT_TEXTS_STRICT "refuse messages without translation" ${release})
set(texts ${PROJECT_BINARY_DIR}/gen/text/texts.c)
set(po ${PROJECT_SOURCE_DIR}/po/fi.po ${PROJECT_SOURCE_DIR}/po/sv.po)
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/gen/text)
find_program(XGETTEXT xgettext REQUIRED)
file(GLOB_RECURSE text_sources CONFIGURE_DEPENDS src/*.c src/*.h)
list(FILTER text_sources EXCLUDE REGEX "_test\\.c$")
file(GLOB_RECURSE templates CONFIGURE_DEPENDS src/*.tpl)
foreach(template ${templates})
  file(RELATIVE_PATH relative ${PROJECT_SOURCE_DIR}/src ${template})
  list(APPEND text_sources ${PROJECT_BINARY_DIR}/gen/${relative}.c)
endforeach()
list(JOIN text_sources "\n" text_list)
file(GENERATE OUTPUT ${PROJECT_BINARY_DIR}/gen/text/sources.txt CONTENT "${text_list}\n")
set(pot ${PROJECT_BINARY_DIR}/gen/text/talkoot.pot)
add_custom_command(OUTPUT ${pot}
  COMMAND sh ${PROJECT_SOURCE_DIR}/tools/xgettext.sh ${PROJECT_BINARY_DIR}/gen/text/sources.txt ${pot}
  DEPENDS ${text_sources} ${PROJECT_SOURCE_DIR}/tools/xgettext.sh ${PROJECT_BINARY_DIR}/gen/text/sources.txt
  COMMENT "xgettext" VERBATIM)
add_custom_target(texts_catalogue DEPENDS ${pot}) # for tools/texts.sh
add_custom_target(texts_check COMMAND po2c --pot ${pot} ${PROJECT_BINARY_DIR}/gen/text/checked.c ${po}
  DEPENDS po2c ${po} ${pot} VERBATIM)
if(TALKOOT_TEXTS_STRICT)
  add_custom_command(OUTPUT ${texts} COMMAND po2c --pot ${pot} ${texts} ${po} DEPENDS po2c ${po} ${pot}
    COMMENT "po2c (strict)" VERBATIM)
else()
  add_custom_command(OUTPUT ${texts} COMMAND po2c ${texts} ${po} DEPENDS po2c ${po} COMMENT "po2c" VERBATIM)
endif()
list(APPEND LAYER_EXTRA_text ${texts})

# -- migrations -> gen/migrations.c (store) ---------------------------------------------------------------------------
file(GLOB migration_files CONFIGURE_DEPENDS migrations/*.sql)
list(SORT migration_files)
add_custom_command(OUTPUT ${PROJECT_BINARY_DIR}/gen/migrations.c
  COMMAND migc ${PROJECT_BINARY_DIR}/gen/migrations.c ${migration_files}
  DEPENDS ${migration_files} migc COMMENT "migc migrations" VERBATIM)
list(APPEND LAYER_EXTRA_store ${PROJECT_BINARY_DIR}/gen/migrations.c)

# -- registries of statements: gen/statements_store.c (of src/store) and gen/statements.c (of all layers) --------------
# statement_registry(<variable> <layer>...) writes gen/<variable>.c, which lists the modules of all .sql files of the layers
function(statement_registry variable)
  set(externs)
  set(entries)
  foreach(layer ${ARGN})
    file(GLOB_RECURSE files RELATIVE ${PROJECT_SOURCE_DIR}/src CONFIGURE_DEPENDS src/${layer}/*.sql)
    foreach(file ${files})
      string(REGEX REPLACE "[^A-Za-z0-9_]" "_" id ${file})
      string(APPEND externs "extern const struct statement_module statements_${id};\n")
      string(APPEND entries "\t&statements_${id},\n")
    endforeach()
  endforeach()
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/gen/${variable}.c @ONLY CONTENT
"/* Made by CMake: the statements of ${ARGN}. */
#include \"store/db.h\"

${externs}
const struct statement_module *const ${variable}[] = {
${entries}\tNULL
};
")
endfunction()
statement_registry(statement_modules_store store)
statement_registry(statement_modules store web features main)
list(APPEND LAYER_EXTRA_store ${PROJECT_BINARY_DIR}/gen/statement_modules_store.c)
list(APPEND LAYER_EXTRA_main ${PROJECT_BINARY_DIR}/gen/statement_modules.c)

# -- registries found by file name --------------------------------------------------------------------------------------
# registry(<array> <type> <header> <regex> <replacement> <files>...): gen/<array>.c lists one object per file, whose name is
# made of the file's: event_web.c -> event_web_routes.
function(registry array type header regex replacement)
  set(externs)
  set(entries)
  foreach(file ${ARGN})
    get_filename_component(name ${file} NAME_WE)
    string(REGEX REPLACE "${regex}" "${replacement}" object ${name})
    string(APPEND externs "extern const ${type} ${object};\n")
    string(APPEND entries "\t&${object},\n")
  endforeach()
  list(LENGTH ARGN count)
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/gen/${array}.c @ONLY CONTENT
"/* Made by CMake of the names of files. */
#include \"${header}\"

${externs}
const ${type} *const ${array}[] = {
${entries}\tNULL
};
const size_t ${array}_count = ${count};
")
endfunction()

# Routes: x_web.c and x_api.c in src/web and src/features.
file(GLOB_RECURSE route_files CONFIGURE_DEPENDS src/web/*_web.c src/features/*_web.c src/features/*_api.c)
registry(all_route_tables "struct route_table" "web/web.h" "_(web|api)$" "_\\1_routes" ${route_files})
list(APPEND LAYER_EXTRA_features ${PROJECT_BINARY_DIR}/gen/all_route_tables.c)

# Commands of the program: cmd_x.c in src/main -> command_x.
file(GLOB command_files CONFIGURE_DEPENDS src/main/cmd_*.c)
registry(all_commands "struct command" "main/commands.h" "^cmd_" "command_" ${command_files})
list(APPEND LAYER_EXTRA_main ${PROJECT_BINARY_DIR}/gen/all_commands.c)

# Jobs: x_job.c in src/store, src/web and src/features -> x_job_handlers.
file(GLOB_RECURSE job_files CONFIGURE_DEPENDS src/store/*_job.c src/web/*_job.c src/features/*_job.c)
registry(all_job_tables "struct job_table" "store/job.h" "_job$" "_job_handlers" ${job_files})
list(APPEND LAYER_EXTRA_features ${PROJECT_BINARY_DIR}/gen/all_job_tables.c)

# Derived columns: x_derived.c in src/features -> x_derived_columns.
file(GLOB_RECURSE derived_files CONFIGURE_DEPENDS src/features/*_derived.c)
registry(all_derived_tables "struct derived_table" "features/derived/derived.h" "_derived$" "_derived_columns" ${derived_files})
list(APPEND LAYER_EXTRA_features ${PROJECT_BINARY_DIR}/gen/all_derived_tables.c)

# -- JSON files that the binary carries as they are --------------------------------------------------------------------------
# embed(<layer> <name> <file>): bytes between the symbols <name> and <name>_end
function(embed layer name file)
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/gen/${name}.S @ONLY CONTENT
".section .rodata
.global @name@, @name@_end
@name@:
.incbin \"@file@\"
@name@_end:
.section .note.GNU-stack,\"\",%progbits
")
  set_source_files_properties(${PROJECT_BINARY_DIR}/gen/${name}.S PROPERTIES OBJECT_DEPENDS ${file})
  set(LAYER_EXTRA_${layer} ${LAYER_EXTRA_${layer}} ${PROJECT_BINARY_DIR}/gen/${name}.S PARENT_SCOPE)
endfunction()
embed(features openapi_json ${PROJECT_SOURCE_DIR}/docs/openapi.json)
embed(main demo_region_json ${PROJECT_SOURCE_DIR}/demo/region.json)
