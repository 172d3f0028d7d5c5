using System.Net.Http.Headers;
using System.Net.Http.Json;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Http;
using LoanServicing.TestSupport.Databases;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace LoanServicing.TestSupport;

/// <summary>
/// The application as <c>serve</c> runs it, in this process: Kestrel on a free port, SQLite files in a folder of its own, Development tokens.
/// </summary>
public sealed class TestApplication : IAsyncDisposable
{
    /// <summary>Set to any value, it lets the application log to the console.</summary>
    public const string LogVariable = "LOANSERVICING_TEST_LOG";

    private readonly DatabaseUnderTest _kind;
    private readonly TestFolder? _ownFolder;
    private readonly List<HttpClient> _clients = [];

    private TestApplication(WebApplication app, string folder, TestFolder? ownFolder, DatabaseUnderTest kind)
    {
        _kind = kind;
        App = app;
        Folder = folder;
        _ownFolder = ownFolder;
    }

    public WebApplication App { get; }

    /// <summary><c>Data:Folder</c>. Deleted when the application is disposed, unless the test gave it.</summary>
    public string Folder { get; }

    /// <summary>Where the databases are, for verbs that look at them from outside.</summary>
    public DatabaseSettings Databases => _kind.SettingsOf(Folder);

    public IServiceProvider Services => App.Services;

    /// <summary>The root of the server; routes lie under <c>/api/v1</c>.</summary>
    public Uri Address => new(App.Urls.Single());

    /// <summary>Builds and starts an application of these services.</summary>
    public static async Task<TestApplication> StartAsync(IReadOnlyList<ServiceModule> modules, TestApplicationOptions? options = null)
    {
        options ??= new TestApplicationOptions();
        var kind = DatabaseUnderTest.Current;
        var ownFolder = options.Folder is null ? new TestFolder() : null;
        var folder = options.Folder ?? ownFolder!.Path;
        try
        {
            var builder = Builder(folder, options);
            builder.Services.AddSingleton<OpenDatabase>((schema, clock, facts) => Task.FromResult(kind.Open(folder, schema, clock, facts)));
            var app = await PlatformApplication.BuildAsync(builder, modules);
            options.Configure(app);
            await app.StartAsync();
            return new TestApplication(app, folder, ownFolder, kind);
        }
        catch
        {
            ownFolder?.Dispose();
            throw;
        }
    }

    public IDatabase Database(string service) => Services.GetRequiredKeyedService<IDatabase>(service);

    /// <summary>A client with a token for this subject; its addresses are relative to <c>/api/v1/</c>, without a leading slash.</summary>
    public HttpClient Client(string subject, string[] roles, string[]? counties = null)
    {
        var token = Services.GetRequiredService<DevelopmentTokens>()
            .Issue(new Caller(subject, roles, counties ?? []), SystemClock.Instance.GetCurrentInstant());
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A client with one role.</summary>
    public HttpClient Client(string subject, string role) => Client(subject, [role]);

    public HttpClient Anonymous()
    {
        var client = new HttpClient { BaseAddress = new Uri(Address, "/api/v1/"), Timeout = Eventually.Deadline };
        _clients.Add(client);
        return client;
    }

    /// <summary>Sets the business date of every service, as <c>POST /dev/clock</c> does.</summary>
    public async Task SetBusinessDateAsync(LocalDate date)
    {
        using var answer = await Anonymous().PostAsJsonAsync("dev/clock", new { date = date.ToString("uuuu-MM-dd", null) });
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(
                $"The business date was refused: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await App.StopAsync();
        await App.DisposeAsync();
        if (_ownFolder is not null)
        {
            _kind.Drop(Folder);
        }

        _ownFolder?.Dispose();
    }

    private static WebApplicationBuilder Builder(string folder, TestApplicationOptions options)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = options.Environment,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Data:Folder"] = folder,
            ["Transport:Kind"] = "InMemory",
            ["Logging:LogLevel:Default"] = "Information",
            ["CloseOfDay:Enabled"] = "false", // tests jump over years; those of the close of day run it themselves
        });
        builder.Configuration.AddInMemoryCollection(options.Settings);
        if (Environment.GetEnvironmentVariable(LogVariable) is null)
        {
            builder.Logging.ClearProviders();
        }

        options.ConfigureServices(builder.Services);
        return builder;
    }
}

/// <summary>What a test changes of the application it starts.</summary>
public sealed record TestApplicationOptions
{
    /// <summary>The data folder, to start again on the same files; null for a new one that is deleted at the end.</summary>
    public string? Folder { get; init; }

    public string Environment { get; init; } = "Development";

    /// <summary>Configuration keys as in a file: <c>Programme:File</c>.</summary>
    public Dictionary<string, string?> Settings { get; init; } = [];

    /// <summary>Registers services before the platform does; a clock registered here is the one that is used.</summary>
    public Action<IServiceCollection> ConfigureServices { get; init; } = _ => { };

    /// <summary>Maps what the modules do not, before the start.</summary>
    public Action<WebApplication> Configure { get; init; } = _ => { };
}
