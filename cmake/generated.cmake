# What is generated from more than one file: tables of texts, the files in the binary, the lists of features and statements.
# Each block appends its files to LAYER_EXTRA_<layer>.
