using LoanServicing.Host.Verbs;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;

namespace LoanServicing.Host.Clients;

/// <summary>
/// A host to drive: the one that listens at the configured address already, or one started here for as long as the verb runs.
/// </summary>
internal sealed class ApiConnection : IAsyncDisposable
{
    private readonly WebApplication? _started;
    private readonly HttpClient _http;

    private ApiConnection(HttpClient http, PlatformOptions options, WebApplication? started)
    {
        _http = http;
        Options = options;
        _started = started;
    }

    /// <summary>The folders that the host uses, as this process is configured.</summary>
    public PlatformOptions Options { get; }

    public bool Joined => _started is null;

    public Uri Address => _http.BaseAddress!;

    /// <exception cref="StartupException">The address is malformed, or nobody listens there and no host can be started.</exception>
    public static async Task<ApiConnection> StartOrJoinAsync(string[] configuration, CancellationToken cancel)
    {
        var builder = HostBuilding.CreateBuilder(configuration);
        var address = Listening.FirstAddress(builder.Configuration["urls"] ?? HostBuilding.DefaultAddress);
        var options = PlatformOptions.Read(builder.Configuration, [.. HostBuilding.Services.Select(module => module.Name)]);
        if (await IsLiveAsync(address, cancel))
        {
            return new ApiConnection(ClientOf(address), options, null);
        }

        var app = await HostBuilding.BuildAsync(configuration);
        await Listening.StartAsync(app, cancel);
        return new ApiConnection(ClientOf(new Uri(app.Urls.First())), options, app);
    }

    /// <summary>A client with a development token.</summary>
    /// <exception cref="StartupException">The host is not a development one.</exception>
    public async Task<ApiClient> AsAsync(string subject, string[] roles, CancellationToken cancel)
    {
        var answer = await new ApiClient(_http, token: null).PostAsync("/dev/tokens", new { subject, roles }, null, cancel);
        if (!answer.IsSuccess)
        {
            throw new StartupException($"{Address} gives no development tokens; run it with DOTNET_ENVIRONMENT=Development.");
        }

        return new ApiClient(_http, answer.Text("token") ?? throw UnexpectedAnswerException.OfAnotherServer(Address, answer.Status));
    }

    /// <summary>A client with a token that somebody else issued.</summary>
    public ApiClient With(string token) => new(_http, token);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_started is not null)
        {
            await _started.StopAsync();
            await _started.DisposeAsync();
        }
    }

    private static HttpClient ClientOf(Uri address) =>
        new(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };

    private static async Task<bool> IsLiveAsync(Uri address, CancellationToken cancel)
    {
        using var http = ClientOf(address);
        try
        {
            using var response = await http.GetAsync(new Uri("/health/live", UriKind.Relative), cancel);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // nobody listens there: start one
        }
        catch (TaskCanceledException late) when (!cancel.IsCancellationRequested)
        {
            throw new HttpRequestException($"{address} has not answered for {http.Timeout}.", late);
        }
    }
}
