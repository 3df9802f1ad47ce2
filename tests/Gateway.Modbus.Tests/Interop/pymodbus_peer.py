"""Speaks Modbus with pymodbus 3.0 as Debian has it, as server or client, on the registers of Registers.cs.

Usage: pymodbus_peer.py server|client mbap|rtu|ascii|serial|serial-ascii <port or path>
"""
import asyncio
import sys
import types

for transport in ("serial", "serial_asyncio"):
    try:
        __import__(transport)
    except ImportError:
        # pymodbus imports its serial transport even when only TCP is wanted.
        sys.modules[transport] = types.ModuleType(transport)
        sys.modules[transport].create_serial_connection = None

from pymodbus.client import ModbusSerialClient, ModbusTcpClient
from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server.async_io import ModbusSerialServer, ModbusTcpServer
from pymodbus.transaction import ModbusAsciiFramer, ModbusRtuFramer, ModbusSocketFramer

UNIT, COUNT = 17, 1000
FRAMERS = {
    "mbap": ModbusSocketFramer, "rtu": ModbusRtuFramer, "ascii": ModbusAsciiFramer,
    "serial": ModbusRtuFramer, "serial-ascii": ModbusAsciiFramer,
}
# 8 data bits for ASCII too: a pseudo-terminal has no others, and pyserial insists.
LINE = {"baudrate": 115200, "bytesize": 8, "parity": "N", "stopbits": 1}


async def serve(link, where):
    device = ModbusSlaveContext(
        co=ModbusSequentialDataBlock(0, [(i + 1) % 3 == 0 for i in range(COUNT)]),
        di=ModbusSequentialDataBlock(0, [(i + 2) % 3 == 0 for i in range(COUNT)]),
        hr=ModbusSequentialDataBlock(0, [30000 + i for i in range(COUNT)]),
        ir=ModbusSequentialDataBlock(0, [40000 + i for i in range(COUNT)]),
        zero_mode=True,
    )
    context = ModbusServerContext(slaves={UNIT: device}, single=False)
    if link.startswith("serial"):
        server = ModbusSerialServer(context, framer=FRAMERS[link], port=where, ignore_missing_slaves=True, **LINE)
        await server.start()
        print("ready 0", flush=True)
        await server.serve_forever()
        return
    server = ModbusTcpServer(context, framer=FRAMERS[link], address=("127.0.0.1", int(where)), ignore_missing_slaves=True)
    serving = asyncio.create_task(server.serve_forever())
    await server.serving
    print("ready", server.server.sockets[0].getsockname()[1], flush=True)
    await serving


def read_all(link, where):
    if link.startswith("serial"):
        client = ModbusSerialClient(port=where, framer=FRAMERS[link], timeout=10, **LINE)
    else:
        client = ModbusTcpClient("127.0.0.1", port=int(where), framer=FRAMERS[link], timeout=10)
    client.connect()
    for read in (client.read_coils, client.read_discrete_inputs, client.read_holding_registers, client.read_input_registers):
        reply = read(10, 20, slave=UNIT)
        values = reply.bits[:20] if hasattr(reply, "bits") else reply.registers
        print(*(int(value) for value in values))
    print("refused", client.read_holding_registers(990, 20, slave=UNIT).exception_code)
    client.close()


if __name__ == "__main__":
    role, link, where = sys.argv[1:]
    if role == "server":
        asyncio.run(serve(link, where))
    else:
        read_all(link, where)
