using LoanServicing.Host.Verbs;
using LoanServicing.TestSupport;

namespace LoanServicing.EndToEnd.Harness;

/// <summary>Every service in a process of its own on one broker, and the gateway before them: the programme as a bank runs it.</summary>
internal sealed class ServiceProcesses : IAsyncDisposable
{
    private readonly HostFolder _folder;
    private readonly Broker _broker;
    private readonly Dictionary<string, int> _ports = All.ToDictionary(service => service, _ => FreePort.Next());
    private readonly Dictionary<string, HostProcess> _processes = [];
    private Gateway? _gateway;

    private ServiceProcesses(HostFolder folder, Broker broker) => (_folder, _broker) = (folder, broker);

    public static IReadOnlyList<string> All { get; } = [.. HostBuilding.Services.Select(module => module.Name)];

    /// <summary>The address of the whole.</summary>
    public Uri Address => _gateway!.Address;

    /// <summary>Settings of every process that is started from now on.</summary>
    public IReadOnlyList<string> Settings { get; set; } = [];

    public static async Task<ServiceProcesses> StartAsync(HostFolder folder, Broker broker, params IReadOnlyList<string> settings)
    {
        var programme = new ServiceProcesses(folder, broker) { Settings = settings };
        foreach (var service in All)
        {
            programme.Start(service);
        }

        foreach (var service in All)
        {
            await programme._processes[service].ReadyAsync();
        }

        programme._gateway = await Gateway.StartAsync(folder, programme._ports);
        return programme;
    }

    /// <summary>The process of a service, for what it printed.</summary>
    public HostProcess Process(string service) => _processes[service];

    /// <summary>Asked without the gateway.</summary>
    public Uri AddressOf(string service) => new($"http://127.0.0.1:{_ports[service]}/");

    /// <summary>SIGKILL, and started again on the same files and port.</summary>
    public async Task KillAndRestartAsync(string service)
    {
        await _processes[service].KillAsync();
        await _processes[service].DisposeAsync();
        Start(service);
        await _processes[service].ReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        foreach (var process in _processes.Values)
        {
            await process.DisposeAsync();
        }
    }

    private void Start(string service) => _processes[service] = HostProcess.Start(
        _folder.Path,
        [
            "serve", $"--Services={service}", $"--Data:Folder={_folder.Data}", $"--Bank:Folder={_folder.Bank}", $"--urls=http://127.0.0.1:{_ports[service]}",
            .. _broker.Arguments, .. Settings, .. All.Where(other => other != service).Select(other => $"--Peers:{other}=http://127.0.0.1:{_ports[other]}"),
        ]);
}
