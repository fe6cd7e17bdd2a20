using System.Net.Sockets;
using Dms.Predictive.Notebooks.Protocol;

namespace Dms.Predictive.Notebooks.Tests.Protocol;

/// <summary>A kernel on a thread of this process, and a client of it.</summary>
public sealed class KernelFixture : IDisposable
{
    private readonly NotebookKernel _kernel;
    private readonly Thread _thread;
    private readonly CancellationTokenSource _stop = new();

    public KernelFixture()
    {
        Connection = KernelClient.FreeConnection();
        _kernel = new NotebookKernel(Connection, Path.GetTempPath(), Log, TimeProvider.System);
        _thread = new Thread(() => _kernel.Serve(_stop.Token)) { IsBackground = true };
        _thread.Start();
        Client = new KernelClient(Connection);
    }

    public StringWriter Log { get; } = new();

    internal ConnectionFile Connection { get; }

    internal KernelClient Client { get; }

    /// <summary>True when the kernel has stopped serving within the time.</summary>
    public bool HasEnded(TimeSpan limit) => _thread.Join(limit);

    public void Dispose()
    {
        if (_thread.IsAlive)
        {
            _stop.Cancel();
            Assert.True(_thread.Join(TimeSpan.FromSeconds(10)), "The kernel did not stop.");
        }

        Client.Dispose();
        _kernel.Dispose();
        _stop.Dispose();
    }
}
