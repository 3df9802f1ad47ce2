"""Speaks Modbus with pymodbus 3.0 as Debian has it, as server or client, on the registers of Registers.cs.

Usage: pymodbus_peer.py server|client mbap|rtu <port>
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

from pymodbus.client import ModbusTcpClient
from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server.async_io import ModbusTcpServer
from pymodbus.transaction import ModbusRtuFramer, ModbusSocketFramer

UNIT, COUNT = 17, 1000
FRAMERS = {"mbap": ModbusSocketFramer, "rtu": ModbusRtuFramer}


async def serve(framer, port):
    device = ModbusSlaveContext(
        co=ModbusSequentialDataBlock(0, [(i + 1) % 3 == 0 for i in range(COUNT)]),
        di=ModbusSequentialDataBlock(0, [(i + 2) % 3 == 0 for i in range(COUNT)]),
        hr=ModbusSequentialDataBlock(0, [30000 + i for i in range(COUNT)]),
        ir=ModbusSequentialDataBlock(0, [40000 + i for i in range(COUNT)]),
        zero_mode=True,
    )
    context = ModbusServerContext(slaves={UNIT: device}, single=False)
    server = ModbusTcpServer(context, framer=framer, address=("127.0.0.1", port), ignore_missing_slaves=True)
    serving = asyncio.create_task(server.serve_forever())
    await server.serving
    print("ready", server.server.sockets[0].getsockname()[1], flush=True)
    await serving


def read_all(framer, port):
    client = ModbusTcpClient("127.0.0.1", port=port, framer=framer, timeout=10)
    client.connect()
    for read in (client.read_coils, client.read_discrete_inputs, client.read_holding_registers, client.read_input_registers):
        reply = read(10, 20, slave=UNIT)
        values = reply.bits[:20] if hasattr(reply, "bits") else reply.registers
        print(*(int(value) for value in values))
    print("refused", client.read_holding_registers(990, 20, slave=UNIT).exception_code)
    client.close()


if __name__ == "__main__":
    role, framing, where = sys.argv[1:]
    if role == "server":
        asyncio.run(serve(FRAMERS[framing], int(where)))
    else:
        read_all(FRAMERS[framing], int(where))
