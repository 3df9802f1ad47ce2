// Reads one payload a line from standard input, as base64, and writes what sparkplug-payload makes of each as a line of JSON.
const { createInterface } = require("node:readline");
const sparkplug = require("sparkplug-payload").get("spBv1.0");

const plain = (_, value) =>
  value !== null && typeof value === "object" && "low" in value && "high" in value
    ? Number(BigInt.asUintN(32, BigInt(value.high)) * 4294967296n + BigInt.asUintN(32, BigInt(value.low)))
    : value;

createInterface({ input: process.stdin }).on("line", (line) =>
  console.log(JSON.stringify(sparkplug.decodePayload(Buffer.from(line, "base64")), plain)));
