"use strict";
/* Offers each picture as PNG: the browser draws it, in light colours, at three times its size, with
   its title above and its origin below. Where it cannot, the button says so; SVG and CSV need no
   script. */

const LOOK = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity",
  "stroke-linejoin", "font-family", "font-size", "font-weight", "paint-order"];
const SCALE = 3, MARGIN = 20, HEAD = 34, FOOT = 22;

function copied(picture) {
  const copy = picture.cloneNode(true);
  picture.classList.add("paper");
  const originals = [picture, ...picture.querySelectorAll("*")];
  const copies = [copy, ...copy.querySelectorAll("*")];
  originals.forEach((element, at) => {
    const style = getComputedStyle(element);
    for (const name of LOOK) {
      const told = style.getPropertyValue(name);
      // A pattern is named as it was; its address on the page would lead nowhere in a file.
      if (told && !told.startsWith("url(")) copies[at].setAttribute(name, told);
    }
    copies[at].removeAttribute("class");
  });
  const style = getComputedStyle(picture);
  const [ground, ink] = ["--paper", "--ink"].map((name) => style.getPropertyValue(name).trim());
  const font = style.fontFamily;
  picture.classList.remove("paper");
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return [new XMLSerializer().serializeToString(copy), ground, ink, font];
}

function origin({dataset}) {
  // Of a folder on a disk nobody else needs to know where it lies.
  const root = location.protocol.startsWith("http") ? location.origin : "";
  return dataset.origin.replace("{0}", root + dataset.path);
}

async function png(picture, origin) {
  const [text, ground, ink, font] = copied(picture);
  const image = new Image();
  const wide = picture.width.baseVal.value, high = picture.height.baseVal.value;
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = (wide + 2 * MARGIN) * SCALE;
  canvas.height = (high + 2 * MARGIN + HEAD + FOOT) * SCALE;
  const sheet = canvas.getContext("2d");
  sheet.fillStyle = ground;
  sheet.fillRect(0, 0, canvas.width, canvas.height);
  sheet.scale(SCALE, SCALE);
  sheet.drawImage(image, MARGIN, MARGIN + HEAD, wide, high);
  const mirrored = document.documentElement.dir === "rtl";
  sheet.direction = mirrored ? "rtl" : "ltr";
  sheet.textAlign = "start";
  sheet.fillStyle = ink;
  const begin = mirrored ? wide + MARGIN : MARGIN;
  sheet.font = `bold 19px ${font}`;
  sheet.fillText(picture.querySelector("title").textContent, begin, MARGIN + 14, wide);
  sheet.font = `11px ${font}`;
  sheet.fillText(origin, begin, high + MARGIN + HEAD + FOOT - 4, wide);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no room"))), "image/png");
  });
}

for (const button of document.querySelectorAll("button[data-png]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const told = button.nextElementSibling;
    try {
      const picture = button.closest("figure").querySelector("svg");
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await png(picture, origin(button)));
      link.download = button.dataset.png;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
      told.textContent = "";
    } catch {
      told.textContent = button.dataset.failed;
    }
  });
}
