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
