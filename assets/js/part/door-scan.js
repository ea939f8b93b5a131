// Reads QR codes with the camera until it is told to stop.
import jsQR from "jsqr";

const pause = 120; // ms between two looks
const widest = 720; // pixels looked at: enough for a code that fills a third of the picture

// The text of a code in a picture (ImageData), or null.
export function decode({ data, width, height }) {
	return jsQR(data, width, height, { inversionAttempts: "dontInvert" })?.data || null;
}

// Answers with a function that ends it; fails when there is no camera or it is not allowed.
export async function scan(video, found) {
	const stream = await navigator.mediaDevices.getUserMedia({
		audio: false,
		video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
	});
	const canvas = document.createElement("canvas");
	const picture = canvas.getContext("2d", { willReadFrequently: true });
	let timer = 0;
	const look = () => {
		timer = setTimeout(look, pause);
		if (video.readyState < 2 || !video.videoWidth) return;
		const scale = Math.min(1, widest / video.videoWidth);
		canvas.width = video.videoWidth * scale;
		canvas.height = video.videoHeight * scale;
		picture.drawImage(video, 0, 0, canvas.width, canvas.height);
		const text = decode(picture.getImageData(0, 0, canvas.width, canvas.height));
		if (text) found(text);
	};
	video.srcObject = stream;
	await video.play();
	look();
	return () => {
		clearTimeout(timer);
		for (const track of stream.getTracks()) track.stop();
		video.srcObject = null;
	};
}
