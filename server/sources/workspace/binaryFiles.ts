import { posix } from "node:path";

/** Extension by which a file is known to hold no text that is worth searching; undefined for other names. */
export function binaryExtension(path: string): string | undefined {
  const extension = posix.extname(path).toLowerCase();
  return BINARY_EXTENSIONS.has(extension) ? extension : undefined;
}

const BINARY_EXTENSIONS = new Set(
  [
    "png jpg jpeg gif bmp ico icns webp avif heic tif tiff psd xcf ai eps svg svgz sketch fig drawio",
    "mp3 mp4 m4a m4v mov avi mkv webm wav flac ogg oga ogv aac mid midi wmv",
    "ttf otf woff woff2 eot pfb",
    "zip gz tgz bz2 xz zst lz4 7z rar tar jar war ear aar apk ipa deb rpm dmg iso whl egg nupkg vsix crx xpi cab",
    "exe dll so dylib a o obj lib pdb class pyc pyo pyd wasm node elc beam bin dat",
    "doc xls xlsx ppt pptx odt ods odp pages numbers epub mobi vsd vsdx",
    "db sqlite sqlite3 mdb parquet avro orc arrow feather rdb lmdb",
    "npy npz pkl pickle pt pth onnx h5 hdf5 safetensors gguf tflite mlmodel joblib",
    "blend fbx glb stl 3ds dae unitypackage uasset pak",
    "der crt cer csr p7b swp lockb",
  ]
    .join(" ")
    .split(" ")
    .map((extension) => `.${extension}`),
);
