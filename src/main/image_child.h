/* The child that decodes pictures (see features/image/image.h): libvips inside tight limits. */
#ifndef TALKOOT_MAIN_IMAGE_CHILD_H
#define TALKOOT_MAIN_IMAGE_CHILD_H

#include "features/image/image.h"

/* Reads a picture from standard input, writes the answer to standard output; returns the exit status. Sets limits on the
 * whole process before it looks at a byte: 1 GB of address space, 15 s of processor time, no file may be written. */
int image_child_run(enum image_use use);

#endif
