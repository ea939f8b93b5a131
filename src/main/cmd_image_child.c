/* talkoot image-child: not for people; see main/image_child.h. */
#include <string.h>
#include <unistd.h>

#include "main/commands.h"
#include "main/image_child.h"

static int run(struct command_run *r)
{
	/* Straight out: what the libraries would tidy up goes with the process. */
	_exit(image_child_run(r->arg_count == 1 && strcmp(r->args[0], "mark") == 0 ? IMAGE_MARK : IMAGE_PICTURE));
}

const struct command command_image_child = {
	.name = "image-child",
	.usage = "image-child picture|mark < picture",
	.summary = "Decodes a picture for the server, inside tight limits.",
	.not_for_people = true,
	.takes_args = true,
	.run = run,
};
