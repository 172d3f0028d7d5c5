using LoanServicing.Platform.Hosting;

var app = await PlatformApplication.BuildAsync(WebApplication.CreateBuilder(args), []);
await app.RunAsync();
