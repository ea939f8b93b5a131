/* talkoot image-child: not for people; see main/image_child.h. */
#include <unistd.h>

#include "main/commands.h"
#include "main/image_child.h"

static int run(struct command_run *r)
{
	(void)r;
	/* Straight out: what the libraries would tidy up goes with the process. */
	_exit(image_child_run());
}

const struct command command_image_child = {
	.name = "image-child",
	.usage = "image-child < picture",
	.summary = "Decodes a picture for the server, inside tight limits.",
	.not_for_people = true,
	.run = run,
};
