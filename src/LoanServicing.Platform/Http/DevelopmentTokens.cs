using System.Security.Claims;
using System.Text;
using LoanServicing.Platform.Data;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NodaTime;

namespace LoanServicing.Platform.Http;

/// <summary>Tokens for one's own machine, good for 8 real hours and across a restart. Does not exist outside Development.</summary>
public sealed class DevelopmentTokens(SymmetricSecurityKey key)
{
    private const string Issuer = "loanservicing-development";
    private const string Audience = "loanservicing";
    private const string KeyFile = "development-token.key";

    public static Duration Lifetime { get; } = Duration.FromHours(8);

    public string Issue(Caller caller, Instant now) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            IssuedAt = now.ToDateTimeUtc(),
            NotBefore = now.ToDateTimeUtc(),
            Expires = (now + Lifetime).ToDateTimeUtc(),
            Subject = new ClaimsIdentity(
            [
                new Claim("sub", caller.Subject),
                .. caller.Roles.Select(role => new Claim(Caller.RoleClaim, role)),
                .. caller.Counties.Select(county => new Claim(Caller.CountyClaim, county)),
            ]),
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256),
        });

    internal static TokenValidationParameters Validation(SymmetricSecurityKey key) => new()
    {
        ValidIssuer = Issuer,
        ValidAudience = Audience,
        IssuerSigningKey = key,
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
    };

    /// <summary>Whether a development host has worked on this folder: its books hold what anybody may have sent, on dates set by hand.</summary>
    internal static bool WereIssuedFrom(string dataFolder) => File.Exists(Path.Combine(dataFolder, KeyFile));

    /// <exception cref="StartupException">The folder or the key in it cannot be used.</exception>
    internal static SymmetricSecurityKey LoadOrCreateKey(string dataFolder)
    {
        PrivateFiles.CreateFolder(dataFolder);
        var file = Path.Combine(dataFolder, KeyFile);
        if (!File.Exists(file))
        {
            // Readable by its owner alone, from its first byte on: whoever has the key is whoever he likes. Of several processes on one folder one makes it.
            var made = Encoding.ASCII.GetBytes(Convert.ToBase64String(Authentication.NewKey().Key));
            DurableFile.TryCreate(file, made, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return ReadKey(file);
    }

    private static SymmetricSecurityKey ReadKey(string file)
    {
        try
        {
            return new SymmetricSecurityKey(Convert.FromBase64String(File.ReadAllText(file)));
        }
        catch (Exception cause) when (cause is FormatException or ArgumentException)
        {
            throw new StartupException($"{file} holds no key; delete it, and a new one is made, with which every token issued so far ends.");
        }
        catch (UnauthorizedAccessException)
        {
            throw new StartupException($"The account {Environment.UserName} may not read {file}; give it that right, or name another folder with Data:Folder.");
        }
    }
}
