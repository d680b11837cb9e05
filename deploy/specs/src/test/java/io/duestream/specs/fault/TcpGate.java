package io.duestream.specs.fault;

import io.duestream.specs.fixture.FixedPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A way to a server that can be shut: what goes through it is cut off, and nothing new gets through. Thread-safe. */
final class TcpGate implements AutoCloseable {
    private final int port = FixedPorts.free();
    private final InetSocketAddress server;
    private final ServerSocket entrance;
    private final List<Socket> passing = new ArrayList<>();
    private boolean shut;

    TcpGate(String server) {
        this.server = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(server.substring(server.indexOf(':') + 1)));
        try {
            entrance = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(this::accept);
    }

    /** {@code host:port} for those who go through the gate. */
    String address() {
        return "127.0.0.1:" + port;
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                begin(entrance.accept());
            } catch (IOException e) {
                // The gate is closed; the loop sees it.
                continue;
            }
        }
    }

    private void begin(Socket client) {
        Socket there = new Socket();
        try {
            there.connect(server);
        } catch (IOException e) {
            // The server is away: whoever knocks comes again.
            close(client);
            return;
        }
        if (let(client, there)) {
            run(() -> pass(client, there));
            run(() -> pass(there, client));
        } else {
            close(client);
            close(there);
        }
    }

    private synchronized boolean let(Socket client, Socket there) {
        if (shut) {
            return false;
        }
        passing.add(client);
        passing.add(there);
        return true;
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One end is gone, so the other goes too.
            close(from);
        } finally {
            close(to);
        }
    }

    /** Cuts off everybody. */
    synchronized void shut() {
        shut = true;
        passing.forEach(TcpGate::close);
        passing.clear();
    }

    /** Lets everybody through again. */
    synchronized void open() {
        shut = false;
    }

    private static void run(Runnable work) {
        Thread thread = new Thread(work, "gate");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        shut();
    }
}
