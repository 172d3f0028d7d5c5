using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using LoanServicing.TestSupport;

namespace LoanServicing.EndToEnd.Harness;

/// <summary>nginx with the route table of deploy/gateway, in front of processes on ports of this machine.</summary>
internal sealed partial class Gateway : IAsyncDisposable
{
    private const string Program = "/usr/sbin/nginx";

    private readonly Process _process;
    private readonly int _port;

    private Gateway(Process process, int port) => (_process, _port) = (process, port);

    public static string? WhyNot => File.Exists(Program) ? null : $"It needs {Program} (Debian's nginx); tests/run.sh installs it.";

    public Uri Address => new($"http://127.0.0.1:{_port}/");

    /// <param name="ports">Of each service's process.</param>
    public static async Task<Gateway> StartAsync(HostFolder folder, IReadOnlyDictionary<string, int> ports)
    {
        var port = FreePort.Next();
        var routes = Upstream().Replace(
            await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "deploy", "routes.conf")),
            match => $"server 127.0.0.1:{ports[match.Groups["service"].Value]};");
        await File.WriteAllTextAsync(folder.File("routes.conf"), routes.Replace("listen 8080;", $"listen 127.0.0.1:{port};", StringComparison.Ordinal));
        await File.WriteAllTextAsync(folder.File("nginx.conf"), Configuration(folder));
        Directory.CreateDirectory(folder.File("nginx"));
        var gateway = new Gateway(Process.Start(new ProcessStartInfo(Program, ["-p", folder.File("nginx"), "-e", folder.File("nginx.log"), "-c", folder.File("nginx.conf")])
        {
            UseShellExecute = false,
        })!, port);
        await Eventually.TrueAsync(() => gateway.ListensAsync(folder), "the gateway listens");
        return gateway;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<bool> ListensAsync(HostFolder folder)
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"nginx ended: {await File.ReadAllTextAsync(folder.File("nginx.log"))}");
        }

        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string Configuration(HostFolder folder)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        text.WriteLine("daemon off; worker_processes 1; pid nginx.pid; error_log stderr crit; user root;");
        text.WriteLine("events { worker_connections 256; }");
        text.WriteLine("http { access_log off; client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;");
        text.WriteLine($"include {folder.File("routes.conf")}; }}");
        return text.ToString();
    }

    [GeneratedRegex(@"server (?<service>[a-z]+):5080;", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Upstream();
}
