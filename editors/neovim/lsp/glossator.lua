-- glossator for Neovim 0.11 and later: put this file into a folder `lsp/` of your runtime path and call
-- `vim.lsp.enable('glossator')`.
return {
  cmd = { 'glossator', 'lsp' },
  filetypes = { 'markdown', 'mdx', 'quarto', 'rmd' },
  root_markers = { 'glossator.toml', '.glossator.toml', '.git' },
}
