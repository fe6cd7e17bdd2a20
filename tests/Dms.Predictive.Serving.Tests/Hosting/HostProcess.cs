using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Dms.Predictive.Serving.Tests;

/// <summary>A real <c>dms serve</c> process on loopback, with keys for all roles.</summary>
internal sealed class HostProcess : IDisposable
{
    public const string Account = "A-1";
    public const string OtherAccount = "B-1";
    public const string Instrument = "BTC-PERP";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly StringBuilder _output = new();
    private readonly string _config;
    private readonly string _bars;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };
    private Process? _process;

    public HostProcess(int bars = 3000, string speed = "600")
    {
        Folder = Directory.CreateTempSubdirectory("dms-host-").FullName;
        State = Path.Combine(Folder, "state");
        Speed = speed;
        _bars = Path.Combine(Folder, "BARS.csv");
        File.WriteAllText(_bars, SyntheticBars.Csv(bars));
        _config = Path.Combine(Folder, "host.json");
        File.WriteAllText(_config, JsonSerializer.Serialize(new
        {
            Dms = new
            {
                Auth = new { ApiKeys = Keys.Select(k => new { k.Id, Sha256 = Digest(k.Key), Roles = new[] { k.Role }, k.Accounts, k.ExpiresAt }) },
                RateLimit = new { TokensPerSecond = 100_000, Burst = 200_000 },
                Stream = new { HeartbeatSeconds = 1 },
            },
        }));
    }

    public sealed record KeyRow(string Id, string Key, string Role, string[] Accounts, DateTimeOffset? ExpiresAt = null);

    public static IReadOnlyList<KeyRow> Keys { get; } =
    [
        new("scientist", "key-of-the-scientist-0123456789", Roles.DataScientist, []),
        new("risk", "key-of-the-risk-engine-0123456789", Roles.RiskEngine, [Account]),
        new("other", "key-of-the-other-engine-0123456789", Roles.RiskEngine, [OtherAccount]),
        new("operator", "key-of-the-operator-0123456789", Roles.Operator, []),
        new("second", "key-of-the-second-operator-0123456789", Roles.Operator, []),
        new("approver", "key-of-the-approver-0123456789", Roles.Approver, []),
        new("colleague", "key-of-the-second-approver-0123456789", Roles.Approver, []),
        new("auditor", "key-of-the-auditor-0123456789", Roles.Auditor, ["*"]),
        new("expired", "key-that-has-expired-0123456789", Roles.RiskEngine, [Account], DateTimeOffset.UnixEpoch),
    ];

    public string Folder { get; }

    public string State { get; }

    public string Speed { get; set; }

    /// <summary>Settings from the environment, as <c>DMS__SECTION__KEY</c>.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    public string Bars => _bars;

    public int Port { get; private set; }

    public Process Process => _process!;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public static string KeyOf(string id) => Keys.First(k => k.Id == id).Key;

    public static string Dll => Path.Combine(AppContext.BaseDirectory, "dms.dll");

    public Task StartAsync(params string[] more)
    {
        Spawn(more);
        return WaitReadyAsync();
    }

    /// <summary>Starts the process and does not wait for it.</summary>
    public void Spawn(params string[] more)
    {
        Port = FreePort();
        ProcessStartInfo start = new("dotnet",
        [
            Dll, "serve", "--config", _config, "--state", State, "--urls", $"http://127.0.0.1:{Port}", "--replay", _bars,
            "--instrument", Instrument, "--speed", Speed, "--warm-up", "0.12:00:00", .. more,
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach ((string name, string value) in Settings)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public async Task WaitReadyAsync()
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < Patience)
        {
            Assert.False(_process!.HasExited, $"The host ended with {(_process.HasExited ? _process.ExitCode : 0)}:\n{Output}");
            try
            {
                using HttpResponseMessage answer = await _http.GetAsync(new Uri($"http://127.0.0.1:{Port}/health/ready"));
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(50);
        }

        Assert.Fail($"The host was not ready within {Patience}:\n{Output}");
    }

    public async Task<Reply> CallAsync(string method, string path, string? who = null, object? body = null, string? idempotencyKey = null, string? raw = null)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), new Uri($"http://127.0.0.1:{Port}{path}"));
        if (who is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", KeyOf(who));
        }

        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        if (body is not null || raw is not null)
        {
            request.Content = new StringContent(raw ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        }

        using HttpResponseMessage answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        bool isStream = answer.Content.Headers.ContentType?.MediaType == "text/event-stream";
        string text = isStream ? "" : await answer.Content.ReadAsStringAsync();
        return new Reply(answer.StatusCode, text, answer.Headers.TryGetValues("Idempotent-Replayed", out _));
    }

    public void Kill()
    {
        _process!.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    /// <summary>Asks for an orderly stop, as a service manager does.</summary>
    public int Terminate()
    {
        using Process signal = Process.Start("kill", ["-TERM", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        signal.WaitForExit();
        Assert.True(_process.WaitForExit(TimeSpan.FromSeconds(20)), Output);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            Kill();
        }

        _process?.Dispose();
        _http.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    public sealed record Reply(HttpStatusCode Status, string Text, bool IsReplayed)
    {
        public int Code => (int)Status;

        public JsonElement Json => JsonDocument.Parse(Text).RootElement;
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Digest(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
        }
    }
}
