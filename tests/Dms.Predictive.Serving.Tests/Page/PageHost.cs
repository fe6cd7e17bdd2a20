using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Dms.Predictive.Serving.Tests.Page;

/// <summary>A real <c>dms serve</c> without keys, with the shipped model and the shipped sample.</summary>
internal sealed class PageHost : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly string _config;
    private readonly int _port = FreePort();
    private Process? _process;

    public PageHost()
    {
        Folder = Directory.CreateTempSubdirectory("dms-page-").FullName;
        _config = Path.Combine(Folder, "host.json");
        File.WriteAllText(_config, JsonSerializer.Serialize(new
        {
            Dms = new { Forecast = new { ModelDirectory = Path.Combine(Root, "models", "sim-btc", "1.0.0") } },
        }));
    }

    public static string Root { get; } = FindRoot();

    public string Folder { get; }

    public string Address => $"http://127.0.0.1:{_port}/";

    public async Task StartAsync()
    {
        string[] arguments =
        [
            HostProcess.Dll, "serve", "--config", _config, "--state", Path.Combine(Folder, "state"), "--urls", Address.TrimEnd('/'),
            "--replay", Path.Combine(Root, "data", "samples", "SIM-BTC.csv.gz"), "--instrument", HostProcess.Instrument,
            "--speed", "120", "--warm-up", "12.00:00:00",
        ];
        _process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        _process.BeginOutputReadLine();
        using HttpClient http = new() { Timeout = TimeSpan.FromSeconds(20) };
        Stopwatch watch = Stopwatch.StartNew();
        while (!await IsReadyAsync(http))
        {
            Assert.False(_process.HasExited, "The host ended before it was ready.");
            Assert.True(watch.Elapsed < Patience, "The host was not ready in time.");
            await Task.Delay(100);
        }
    }

    public void Kill()
    {
        _process!.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        if (_process is not null)
        {
            Kill();
        }

        Directory.Delete(Folder, recursive: true);
    }

    // Ready and past the warm-up: a model's forecast counts only with a full reference history.
    private async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            string text = await http.GetStringAsync(new Uri($"{Address}v1/instruments/{HostProcess.Instrument}/forecast"));
            return !JsonDocument.Parse(text).RootElement.GetProperty("degraded").GetBoolean();
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Dms.Predictive.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The repository's root is not above the tests.");
    }
}
