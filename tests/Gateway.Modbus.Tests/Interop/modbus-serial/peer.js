// Speaks Modbus with modbus-serial, as server or client, on the registers of Registers.cs.
//
// Usage: peer.js server|client mbap|rtu|serial <port or path>     Its modules are where MODBUS_SERIAL says.
"use strict";

const path = require("path");
const ModbusRTU = require(path.join(process.env.MODBUS_SERIAL, "node_modules", "modbus-serial"));

const UNIT = 17, COUNT = 1000;
const LINE = { baudRate: 115200, parity: "none", dataBits: 8, stopBits: 1 };

function value(table, address) {
    if (address >= COUNT) {
        const refusal = new Error("no such address");
        refusal.modbusErrorCode = 2;
        throw refusal;
    }
    return table <= 2 ? (address + table) % 3 === 0 : table * 10000 + address;
}

const device = {
    getCoil: address => value(1, address),
    getDiscreteInput: address => value(2, address),
    getHoldingRegister: address => value(3, address),
    getInputRegister: address => value(4, address),
};

function serve(link, where) {
    if (link === "serial") {
        const server = new ModbusRTU.ServerSerial(device, { port: where, unitID: UNIT, ...LINE });
        server.on("initialized", () => console.log("ready 0"));
        return;
    }
    const server = new ModbusRTU.ServerTCP(device, { host: "127.0.0.1", port: Number(where), unitID: UNIT });
    server.on("initialized", () => console.log("ready", server._server.address().port));
}

async function readAll(link, where) {
    const client = new ModbusRTU();
    if (link === "serial") await client.connectRTUBuffered(where, LINE);
    else if (link === "rtu") await client.connectTelnet("127.0.0.1", { port: Number(where) });
    else await client.connectTCP("127.0.0.1", { port: Number(where) });
    client.setID(UNIT);
    client.setTimeout(10000);
    for (const read of ["readCoils", "readDiscreteInputs", "readHoldingRegisters", "readInputRegisters"]) {
        const reply = await client[read](10, 20);
        console.log(reply.data.slice(0, 20).map(Number).join(" "));
    }
    try {
        await client.readHoldingRegisters(990, 20);
    } catch (refusal) {
        console.log("refused", refusal.modbusCode);
    }
    client.close(() => process.exit(0));
}

const [role, link, where] = process.argv.slice(2);
if (role === "server") serve(link, where);
else readAll(link, where).catch(failure => { console.error(failure); process.exit(1); });
